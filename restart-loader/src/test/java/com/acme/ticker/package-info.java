/** An application that counts for as long as it lives. */
package com.acme.ticker;

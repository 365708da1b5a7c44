/** An application that cannot live with one of its values. */
package com.acme.meter;

/** An application that runs as a member of a group. */
package com.acme.till;

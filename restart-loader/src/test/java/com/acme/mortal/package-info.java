/** An application that dies in each way that a JVM can. */
package com.acme.mortal;

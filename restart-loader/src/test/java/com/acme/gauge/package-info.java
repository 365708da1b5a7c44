/** An application with its own copy of the API. */
package com.acme.gauge;

/** An application for tests: it keeps files and paths. */
package com.acme.archive;

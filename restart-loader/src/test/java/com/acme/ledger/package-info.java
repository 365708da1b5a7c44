/** A small application without any class of ours, whose store the tests look into. */
package com.acme.ledger;

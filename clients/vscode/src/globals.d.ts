/** The command of the checkout's own server; empty except in a development build. */
declare const CHECKOUT_SERVER: readonly string[];

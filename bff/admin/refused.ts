/** A wrong command: the sentence goes to the operator, exit code 1. */
export class Refused extends Error {}

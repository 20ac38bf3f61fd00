/** A value that cannot be cloned; the binding makes a `DOMException` of the process of it. */
export class DataCloneFailure extends Error {}

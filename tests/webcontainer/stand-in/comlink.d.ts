/** The client's own copy of Comlink 4.3, for the other end of its line. */
declare module '*/@webcontainer/api/dist/vendor/index.js' {
  export const Comlink: {
    expose(object: object, port: MessagePort): void;
    proxy<T extends object>(object: T): T;
    transfer<T>(value: T, transferables: Transferable[]): T;
  };
}

/** What a port is behind the object that programs see: one end of a channel, or a member of a broadcast group. */

export interface PortMessage {
  readonly data: () => unknown;
}

export interface PortOwner {
  /** A message has come, or the other end is gone. */
  onActivity(): void;
}

export class PortState {
  readonly queue: PortMessage[] = [];
  /** Where messages go; shared by all members of a broadcast. */
  readonly group: Set<PortState>;
  /** The object that stands for this end now; nobody while the port is on its way. */
  owner: PortOwner | undefined;
  isClosed = false;

  constructor(group: Set<PortState>) {
    this.group = group;
    group.add(this);
  }

  send(message: PortMessage): void {
    for (const other of this.group) {
      if (other === this) continue;
      other.queue.push(message);
      other.owner?.onActivity();
    }
  }

  /** Leaves the channel. The other end of a pair closes with it; a broadcast goes on. */
  leave(closesOthers: boolean): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.group.delete(this);
    if (!closesOthers) return;
    for (const other of [...this.group]) {
      this.group.delete(other);
      other.isClosed = true;
      other.owner?.onActivity();
    }
  }
}

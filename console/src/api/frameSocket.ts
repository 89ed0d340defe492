import { decodeFrame, type Frame } from './frames';
import { socketAddress } from './token';

const retryMs = 1000;

/** Frames of one run, the newest only. Stays closed while the page is hidden; comes again after every close. */
export class FrameSocket {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private closed = false;

  constructor(
    private readonly runId: string,
    private readonly onFrame: (frame: Frame) => void,
    private readonly onProblem: (sentence: string) => void,
  ) {
    document.addEventListener('visibilitychange', this.follow);
    this.follow();
  }

  close(): void {
    this.closed = true;
    document.removeEventListener('visibilitychange', this.follow);
    this.hangUp();
  }

  /** Says that frames are drawn: the daemon then never has more than a few on the way, so what is shown stays fresh. */
  answer(frameNumber: number, frames: number): void {
    for (let i = 0; i < frames; i++) {
      if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(String(frameNumber));
    }
  }

  private readonly follow = (): void => {
    if (document.hidden) this.hangUp();
    else this.connect();
  };

  private hangUp(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private connect(): void {
    if (this.closed || this.socket || this.timer) return;
    const socket = new WebSocket(socketAddress(`/api/v1/runs/${encodeURIComponent(this.runId)}/frames`));
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onmessage = (event) => {
      if (!(event.data instanceof ArrayBuffer)) return;
      const frame = decodeFrame(event.data);
      if (typeof frame === 'string') this.onProblem(frame);
      else this.onFrame(frame);
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.timer = setTimeout(() => {
        this.timer = null;
        this.follow();
      }, retryMs);
    };
  }
}

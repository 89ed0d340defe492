import { useEffect, useRef, useState, type RefObject } from 'react';
import { copyRgb, type Frame, type FrameHeader } from '../api/frames';
import { FrameSocket } from '../api/frameSocket';

export interface FramesState {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** Of the newest frame, told a few times a second; the canvas itself is drawn with every frame. */
  header: FrameHeader | null;
  ageMs: number | null;
  framesPerSecond: number | null;
  problem: string | null;
}

const hudMs = 125;

/** Draws the frames of a run into a canvas, the newest once per animation frame. */
export function useFrames(runId: string, enabled: boolean): FramesState {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hud, setHud] = useState<Omit<FramesState, 'canvas' | 'problem'>>({ header: null, ageMs: null, framesPerSecond: null });
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    if (!enabled) return;
    let newest: Frame | null = null;
    let image: ImageData | null = null;
    let request = 0;
    let header: FrameHeader | null = null;
    // A clock of the daemon that is ahead of ours would make frames younger than new.
    let skewMs = 0;
    let drawn: number[] = [];
    let unanswered = 0;

    const draw = () => {
      request = 0;
      const context = canvas.current?.getContext('2d', { alpha: false });
      if (!newest || !context) return;
      const { width, height } = newest.header;
      if (!image || image.width !== width || image.height !== height) {
        context.canvas.width = width;
        context.canvas.height = height;
        image = context.createImageData(width, height);
        image.data.fill(255);
      }
      copyRgb(newest.pixels, image.data);
      context.putImageData(image, 0, 0);
      header = newest.header;
      drawn.push(performance.now());
      socket.answer(header.number, unanswered);
      unanswered = 0;
      newest = null;
    };
    const socket = new FrameSocket(
      runId,
      (frame) => {
        newest = frame;
        unanswered += 1;
        skewMs = Math.min(skewMs, Date.now() - frame.header.writtenUs / 1000);
        setProblem(null);
        if (request === 0) request = requestAnimationFrame(draw);
      },
      setProblem,
    );
    const tick = setInterval(() => {
      if (!header) return;
      const now = performance.now();
      drawn = drawn.filter((at) => now - at < 1000);
      setHud({ header, ageMs: Math.max(0, Date.now() - header.writtenUs / 1000 - skewMs), framesPerSecond: drawn.length });
    }, hudMs);
    return () => {
      socket.close();
      clearInterval(tick);
      cancelAnimationFrame(request);
    };
  }, [runId, enabled]);

  return { canvas, ...hud, problem };
}

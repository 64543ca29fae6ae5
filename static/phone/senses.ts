/** What the phone sees and hears with, one of each for all screens and made when first wanted: each asks only once. */

import { Camera, FOR_FILMS } from "./camera.ts";
import { Compass } from "./compass.ts";
import { Recorder } from "./recorder.ts";
import type { World } from "./world.ts";

export class Senses {
  readonly #world: Pick<World, "media" | "recorder">;
  #camera: Camera | null = null;
  #filmCamera: Camera | null = null;
  #compass: Compass | null = null;
  #recorder: Recorder | null = null;

  constructor(world: Pick<World, "media" | "recorder">) {
    this.#world = world;
  }

  /** The live camera. */
  get camera(): Camera {
    this.#camera ??= new Camera(this.#world.media);
    return this.#camera;
  }

  /** The camera that films, with sound where it may. */
  get filmCamera(): Camera {
    this.#filmCamera ??= new Camera(this.#world.media, FOR_FILMS);
    return this.#filmCamera;
  }

  /** Where the phone points; an iPhone asks once for all visits to the camera. */
  get compass(): Compass {
    this.#compass ??= new Compass(window);
    return this.#compass;
  }

  /** The microphone. */
  get recorder(): Recorder {
    this.#recorder ??= new Recorder(this.#world.media, this.#world.recorder);
    return this.#recorder;
  }

  /** See and hear nothing more. */
  stop(): void {
    this.#camera?.stop();
    this.#filmCamera?.stop();
    this.#recorder?.stop();
  }
}

/** Wakes the phone up, opens the screen its address names, and draws it anew after every change. */

import { render } from "lit-html";
import { setConditions } from "./draft.ts";
import { PhoneFault } from "./faults.ts";
import { findLanguage } from "./language.ts";
import { type Phone, startPhone } from "./phone.ts";
import { type App, address, type Message, type Walk } from "./screens/app.ts";
import { drawHead, drawNotice, drawPage } from "./screens/frame.ts";
import { Gallery } from "./screens/gallery.ts";
import {
  fetchLater,
  findBeginning,
  isStep,
  type Opened,
  openRoute,
  readAddress,
  walkOf,
} from "./screens/routes.ts";
import { saySync } from "./screens/today.ts";
import { say, speak, spoken } from "./words.ts";
import { registerWorker, type TakeOver } from "./worker.ts";

class Main implements App {
  readonly phone: Phone;
  message: Message | null = null;
  update: (() => void) | null = null;
  readonly #root: HTMLElement;
  readonly #line: HTMLElement;
  readonly #gallery: Gallery;
  #opened: Opened | null = null;
  #hash = "";
  #scrolled: Record<string, number> = {};
  #isDrawing = false;

  constructor(phone: Phone, root: HTMLElement, line: HTMLElement) {
    this.phone = phone;
    this.#root = root;
    this.#line = line;
    this.#gallery = new Gallery(phone, () => this.redraw());
  }

  get walk(): Walk | null {
    return walkOf(this.phone.snapshot());
  }

  run(): void {
    this.phone.subscribe(() => this.redraw());
    window.addEventListener("hashchange", () => this.#open());
    this.#root.addEventListener("click", (event) => this.#stayWithoutNet(event));
    registerWorker((takeOver) => {
      this.update = () => this.#change(takeOver);
      this.redraw();
    });
    if (readAddress(location.hash).length === 0)
      history.replaceState(null, "", address(...findBeginning(this.phone.snapshot())));
    this.#open({ isFirst: true });
    void this.fetchLater();
  }

  go(...route: string[]): void {
    // Pressed twice it is one step: ‹ of the phone does not stay where it is.
    const isHere = address(...route) === location.hash;
    if (!isHere) history.pushState(null, "", address(...route));
    this.#open();
  }

  moveOn(...route: string[]): void {
    history.replaceState(null, "", address(...route));
    this.#open();
  }

  redraw(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    queueMicrotask(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  async fetchLater(): Promise<boolean> {
    return fetchLater().then(
      () => true,
      () => false,
    );
  }

  keepStep(): void {
    this.#hash = location.hash;
    const parts = readAddress(location.hash);
    const { walk } = this;
    const step = parts.map(encodeURIComponent).join("/");
    if (walk === null || !isStep(parts) || walk.draft.step === step) return;
    void this.attempt(() => setConditions(this.phone.pen(), { step }));
  }

  async attempt(deed: () => Promise<unknown>): Promise<boolean> {
    try {
      await deed();
      return true;
    } catch (fault) {
      this.tell(sayFault(fault), "bad");
      return false;
    }
  }

  tell(words: string, kind: Message["kind"] = "good"): void {
    this.message = { words, kind };
    this.redraw();
  }

  photo(sha256: string): string | null | undefined {
    return this.#gallery.find(sha256);
  }

  /** Pages of the server, as the login, are not on the phone: without a network the app stays, not the browser's own page. */
  #stayWithoutNet(event: Event): void {
    const link = event.target instanceof Element && event.target.closest("a[href^='/']");
    if (!link || navigator.onLine) return;
    event.preventDefault();
    this.tell(say("phone.app.no_net"), "bad");
  }

  /** Changes to a newer version once nothing is being sent; not under what was begun meanwhile. */
  #change(takeOver: TakeOver): void {
    if (this.phone.snapshot().sync.running) this.tell(say("phone.app.update_waits"));
    void this.phone.betweenDeliveries(async () => {
      if (nameOf(location.hash) === "today" && this.walk === null) await takeOver();
    });
  }

  get #scroll(): Element | null {
    return this.#root.querySelector(".scroll");
  }

  #open({ isFirst = false } = {}): void {
    this.#scrolled[nameOf(this.#hash)] = this.#scroll?.scrollTop ?? 0;
    this.#opened?.screen.leave?.();
    this.message = null;
    this.#hash = location.hash;
    this.#opened = openRoute(this, readAddress(this.#hash));
    this.#draw();
    this.keepStep();
    // A walker comes back from a problem to the item he came from; all other screens begin at the top.
    const isWalk = nameOf(this.#hash) === "patrol";
    this.#scroll?.scrollTo(0, isWalk ? (this.#scrolled.patrol ?? 0) : 0);
    if (!isFirst) this.#root.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }

  #draw(): void {
    const opened = this.#opened;
    const snapshot = this.phone.snapshot();
    if (opened?.isOver(snapshot)) {
      this.moveOn("today");
      return;
    }
    const drawing = opened?.draw(snapshot) ?? null;
    if (opened === null || drawing === null) return;
    render(drawing, this.#root);
    opened.screen.drawn?.(this.#root);
    document.documentElement.lang = spoken();
    document.title = `${opened.screen.title} · ${say("phone.app.name")}`;
    const words = snapshot.person === null ? "" : saySync(snapshot);
    if (this.#line.textContent !== words) this.#line.textContent = words;
  }
}

const nameOf = (hash: string): string => readAddress(hash)[0] ?? "";

function sayFault(fault: unknown): string {
  return say(fault instanceof PhoneFault ? `phone.fault.${fault.code}` : "phone.fault.other");
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no #${id} in the shell`);
  return element;
}

/** Without https or a store there is nothing to work with: says so, instead of failing later. */
function drawFailure(root: HTMLElement, fault: unknown): void {
  const head = drawHead({ title: say("phone.app.name") });
  const body = drawNotice(sayFault(fault), "");
  render(drawPage({ message: null }, { head, body }), root);
}

async function start(): Promise<void> {
  const root = find("app");
  try {
    // Without signal on the very first visit it is Chinese, which came with the page.
    await speak(findLanguage(localStorage, navigator.languages)).catch(() => undefined);
    if (!window.isSecureContext) throw new PhoneFault("needs_https");
    const phone = await startPhone(nameOf(location.hash) === "in");
    root.replaceChildren();
    new Main(phone, root, find("line")).run();
  } catch (fault) {
    root.replaceChildren();
    drawFailure(root, fault);
  }
}

void start();

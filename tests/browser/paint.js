// Injected before the page loads: records each WebGL frame (when it was submitted, when the raster was done, a hash of
// its pixels), each press of the pointer, and the bytes that came over the websocket.
(() => {
  const kept = (window.__paint = { frames: [], presses: [], bytes: 0 });
  const gl2 = WebGL2RenderingContext.prototype;
  let waiting = false;
  function frame(gl) {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      const canvas = gl.canvas;
      if (!canvas.isConnected || canvas.width < 300) return;
      const submitted = performance.now();
      const buffer = gl.getParameter(gl.FRAMEBUFFER_BINDING);
      const pack = gl.getParameter(gl.PIXEL_PACK_BUFFER_BINDING);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      if (pack) gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      const bytes = new Uint8Array(canvas.width * canvas.height * 4);
      gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
      if (pack) gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pack);
      gl.bindFramebuffer(gl.FRAMEBUFFER, buffer);
      const words = new Uint32Array(bytes.buffer);
      let hash = 0;
      for (let at = 0; at < words.length; at += 3) if (words[at]) hash = (hash * 31 + words[at] + at) | 0;
      kept.frames.push({ submitted, painted: performance.now(), hash });
    });
  }
  for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced", "drawRangeElements"]) {
    const draw = gl2[name];
    if (draw) gl2[name] = function (...rest) { const done = draw.apply(this, rest); frame(this); return done; };
  }
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...rest) {
      super(...rest);
      this.addEventListener("message", (event) => (kept.bytes += event.data.byteLength || event.data.size || event.data.length || 0));
    }
  };
  addEventListener("pointerup", () => kept.presses.push(performance.now()), true);
})();

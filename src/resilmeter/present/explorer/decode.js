// Read what packed.py wrote, and the libraries, which come compressed as well.

async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Numbers x = m 10^e: three or four planes of bytes for m, one for e; see packed.py.
async function unpacked(given) {
  const plain = await inflated(given.data);
  const count = given.shape.reduce((all, size) => all * size, 1);
  const top = plain.length / count - 2;
  const out = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    let whole = plain[top * count + i] << 24 >> 24;
    for (let place = top - 1; place >= 0; place -= 1) whole = whole << 8 | plain[place * count + i];
    const power = plain[(top + 1) * count + i] << 24 >> 24;
    const scale = 10 ** Math.abs(power);
    out[i] = power === -128 ? NaN : power < 0 ? whole / scale : whole * scale;
  }
  return out;
}

// The policy of the page names the hash of this text: no other script can be added to it.
async function loadLibraries() {
  const plain = await inflated(document.getElementById("vega-libraries").textContent);
  const script = document.createElement("script");
  script.textContent = new TextDecoder().decode(plain);
  document.head.append(script);
}

// Filters, clusters and writes GeoJSON with supercluster, timed here: what the pipe to Python takes is not its doing.
// Reads one question per line; the whole, unfiltered, is clustered once beforehand.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Supercluster from "supercluster";

const data = process.argv[2];
const { size } = JSON.parse(readFileSync(`${data}/size.json`, "utf8"));
const read = (name, Kind) => {
  const bytes = readFileSync(`${data}/${name}`);
  return new Kind(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};
const lat = read("lat", Float64Array);
const lon = read("lon", Float64Array);
const xyz = read("xyz", Float64Array);
const cause = read("cause", Uint32Array);
const skill = read("skill", Uint32Array);
const flags = read("flags", Uint8Array);
const features = Array.from({ length: size }, (_, row) => ({
  type: "Feature",
  properties: { id: row + 1 },
  geometry: { type: "Point", coordinates: [lon[row], lat[row]] },
}));

const settings = { radius: 60, maxZoom: 16 };
const whole = new Supercluster(settings).load(features);
process.stdout.write("ready\n");

function clusters(question) {
  const { causes, skills, wanted, centre, square, box, zoom } = question;
  let index = whole;
  if (causes || skills || wanted || square) {
    const kept = [];
    for (let row = 0; row < size; row++) {
      if ((flags[row] & wanted) !== wanted) continue;
      if (causes && !(cause[row] & causes)) continue;
      if (skills && !(skill[row] & skills)) continue;
      if (square) {
        const [x, y, z] = [xyz[3 * row] - centre[0], xyz[3 * row + 1] - centre[1], xyz[3 * row + 2] - centre[2]];
        if (x * x + y * y + z * z > square) continue;
      }
      kept.push(features[row]);
    }
    index = new Supercluster(settings).load(kept);
  }
  const found = index.getClusters(box, zoom);
  return Buffer.from(JSON.stringify({ type: "FeatureCollection", features: found }));
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const began = performance.now();
  const body = clusters(question);
  const ms = performance.now() - began;
  process.stdout.write(`${JSON.stringify({ ms, bytes: body.length })}\n`);
}

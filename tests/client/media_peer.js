/**
 * The other end of the client's connections in its tests: answers offers, sends a drawn person per seat and a drawn
 * slide per screen, and throws away what it receives. Not a server: one page of the same browser.
 */

const FRAMES_PER_S = 8;
const socket = new WebSocket(`ws://${location.host}/media`);
const pictures = new Map();
const connections = [];
Object.assign(window, { socket, connections }); // for tests to look at

socket.onmessage = async ({ data }) => {
  const request = JSON.parse(data);
  const pc = new RTCPeerConnection();
  connections.push(pc);
  await pc.setRemoteDescription({ type: "offer", sdp: request.sdp });
  if (request.type === "watch") await fillSeats(pc, request);
  await pc.setLocalDescription(await pc.createAnswer());
  await gathered(pc);
  socket.send(JSON.stringify({ connection: request.connection, sdp: pc.localDescription.sdp }));
};

async function fillSeats(pc, { seats, screens, seating, names, lit }) {
  const byMid = new Map(pc.getTransceivers().map((transceiver) => [transceiver.mid, transceiver]));
  for (const transceiver of byMid.values()) transceiver.direction = "sendonly";
  const send = (lines, people, draw) =>
    lines.forEach(({ video }, index) => {
      const person = people[index];
      if (person && (draw === drawSlide || lit.includes(person))) byMid.get(video).sender.replaceTrack(picture(person, names[person], draw));
    });
  send(seats, seating.seats, drawPerson);
  send(screens, seating.screens, drawSlide);
}

const gathered = (pc) =>
  new Promise((resolve) => {
    if (pc.iceGatheringState === "complete") resolve();
    pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && resolve();
  });

function picture(id, name, draw) {
  const key = `${id} ${draw.name}`;
  if (!pictures.has(key)) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = draw === drawSlide ? [1280, 720] : [480, 270];
    const context = canvas.getContext("2d");
    let frame = 0;
    setInterval(() => draw(context, canvas, hue(name), (frame += 1)), 1000 / FRAMES_PER_S);
    pictures.set(key, canvas.captureStream(FRAMES_PER_S).getVideoTracks()[0]);
  }
  return pictures.get(key);
}

const hue = (name) => [...name].reduce((sum, char) => sum + char.codePointAt(0) * 23, 0) % 360;

function drawPerson(context, { width, height }, hueOf, frame) {
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, `hsl(${hueOf} 35% 62%)`);
  sky.addColorStop(1, `hsl(${(hueOf + 50) % 360} 30% 34%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  const sway = Math.sin(frame / 6) * 6;
  context.fillStyle = `hsl(${(hueOf + 180) % 360} 30% 26%)`;
  context.beginPath();
  context.ellipse(width / 2 + sway / 2, height * 1.08, width * 0.23, height * 0.42, 0, 0, 7);
  context.fill();
  context.fillStyle = `hsl(${20 + (hueOf % 20)} 45% ${45 + (hueOf % 30)}%)`;
  context.beginPath();
  context.ellipse(width / 2 + sway, height * 0.42, width * 0.085, height * 0.2, 0, 0, 7);
  context.fill();
}

function drawSlide(context, { width, height }, hueOf, frame) {
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#123";
  context.font = "700 64px sans-serif";
  context.fillText("What we learned this quarter", 90, 150);
  context.font = "34px sans-serif";
  ["Joining takes one second", "Audio first, always", "Nobody is heard who did not choose to be"].forEach((line, index) =>
    context.fillText(`•  ${line}`, 110, 260 + index * 66),
  );
  context.fillStyle = `hsl(${hueOf} 60% 45%)`;
  for (let bar = 0; bar < 9; bar += 1) context.fillRect(110 + bar * 120, 660 - (bar * 19 + (frame % 8)), 70, bar * 19 + (frame % 8));
}

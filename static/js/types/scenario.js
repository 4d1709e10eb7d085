// A talk with branches: each reply shows what comes next, without asking the server.

for (const box of document.querySelectorAll("[data-scenario]")) {
  const rounds = new Map([...box.querySelectorAll("[data-round]")].map((round) => [round.dataset.round, round]));
  const start = rounds.keys().next().value; // the first in the page is where the talk starts
  const taken = (round) => round.querySelector("input:checked");

  // Shows the way that the replies make, and takes back what lies off it.
  const walk = () => {
    const way = [];
    let place = start;
    while (rounds.has(place) && !way.includes(place)) {
      way.push(place);
      const reply = taken(rounds.get(place));
      place = reply ? reply.dataset.next : "";
    }
    way.slice(1).forEach((key, place) => rounds.get(way[place]).after(rounds.get(key)));
    rounds.forEach((round, key) => {
      round.hidden = !way.includes(key);
      if (round.hidden) round.querySelectorAll("input").forEach((reply) => (reply.checked = false));
    });
    return rounds.get(way[way.length - 1]);
  };

  box.querySelectorAll("[data-without-script]").forEach((each) => (each.hidden = true));
  box.addEventListener("change", () => {
    const last = walk();
    if (!taken(last)) box.querySelector("[data-said]").textContent = last.querySelector(".bubble p").textContent.trim();
  });
  box.closest("form").addEventListener("filled", walk);
  walk();
}

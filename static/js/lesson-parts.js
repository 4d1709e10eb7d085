// The parts of a lesson that answer: replies, talks, cards, lists. What is chosen is told as `lesson:answer`;
// `lesson:resume` brings back what was chosen before. Without this file everything can be read and filled in.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const restore = new Map(); // block id → shows what was chosen there before

const blockOf = (element) => element.closest("[data-block]").id;
const tell = (element, way) => element.dispatchEvent(new CustomEvent("lesson:answer", { bubbles: true, detail: { block: blockOf(element), way } }));

const replyButton = (choice) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = choice.querySelector(".reply").className;
  button.textContent = choice.querySelector("[data-say]").textContent;
  return button;
};

// One question, one reply: each choice becomes a button; what it holds is said below, aloud for screen readers.
for (const group of document.querySelectorAll("[data-choices]")) {
  const answer = group.querySelector("[data-answer]");
  const press = (chosen) => {
    buttons.forEach((button, position) => button.setAttribute("aria-pressed", String(position === chosen)));
    answer.replaceChildren(reactions[chosen].cloneNode(true));
  };
  const choices = [...group.querySelectorAll("[data-choice]")];
  const reactions = choices.map((choice) => choice.querySelector(".reaction"));
  const buttons = choices.map((choice, position) => {
    const button = replyButton(choice);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      press(position);
      answer.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
      tell(group, [position]);
    });
    choice.replaceWith(button);
    return button;
  });
  restore.set(blockOf(group), (way) => way[0] in buttons && press(way[0]));
}

// A talk: the customer says something, one replies, sees why that helps or hurts, and hears what comes next.
for (const talk of document.querySelectorAll("[data-dialogue]")) {
  const lines = [...talk.querySelectorAll("[data-line]")].map((line) => ({
    bubble: line.querySelector(".bubble"),
    replies: [...line.querySelectorAll("[data-choice]")].map((choice) => ({
      choice,
      reaction: choice.querySelector("[data-reaction]"),
      leads: choice.dataset.to ? Number(choice.dataset.to) - 1 : -1,
    })),
  }));
  const log = talk.querySelector("[data-log]");
  const turn = talk.querySelector("[data-turn]");
  const over = talk.querySelector("[data-over]");
  talk.querySelector("[data-lines]").remove();
  let way = [];

  const say = (text) => {
    const bubble = document.createElement("div");
    bubble.className = "bubble mine";
    const words = document.createElement("p");
    const who = document.createElement("span");
    who.className = "visually-hidden";
    who.textContent = `${talk.dataset.you} `;
    words.append(who, text);
    bubble.append(words);
    log.append(bubble);
    return bubble;
  };

  const hear = (number) => {
    const line = lines[number];
    if (line) log.append(line.bubble.cloneNode(true));
    const replies = line ? line.replies : [];
    turn.replaceChildren(
      ...replies.map((reply, position) => {
        const button = replyButton(reply.choice);
        button.addEventListener("click", () => {
          const mine = answer(number, position);
          tell(talk, way);
          (turn.querySelector("button") || over.querySelector("button")).focus({ preventScroll: true });
          mine.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
        });
        return button;
      }),
    );
    turn.hidden = replies.length === 0;
    over.hidden = replies.length > 0;
  };

  const answer = (number, position) => {
    const reply = lines[number].replies[position];
    way = [...way, position];
    const mine = say(reply.choice.querySelector("[data-say]").textContent);
    log.append(reply.reaction.cloneNode(true));
    hear(reply.leads);
    return mine;
  };

  const begin = () => {
    way = [];
    log.replaceChildren();
    hear(0);
  };

  over.querySelector("[data-again]").addEventListener("click", () => {
    begin();
    turn.querySelector("button").focus({ preventScroll: true });
    talk.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  });
  restore.set(blockOf(talk), (kept) => {
    begin();
    let number = 0;
    for (const position of kept) {
      if (!lines[number] || !lines[number].replies[position]) return;
      answer(number, position);
      number = lines[number].replies[position].leads;
    }
  });
  begin();
}

// Cards: the front is a button that shows and hides the back.
document.querySelectorAll("[data-flip]").forEach((card, number) => {
  const details = card.querySelector("details");
  const back = details.querySelector("p");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "flip-front";
  button.textContent = details.querySelector("summary").textContent;
  back.id = `card-${number}`;
  back.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", back.id);
  button.addEventListener("click", () => {
    back.hidden = !back.hidden;
    button.setAttribute("aria-expanded", String(!back.hidden));
  });
  const face = document.createElement("div");
  face.className = "flip";
  face.append(button, back);
  details.replaceWith(face);
});

// Lists: the ticks are kept.
for (const list of document.querySelectorAll("[data-checklist]")) {
  const boxes = [...list.querySelectorAll("input")];
  list.addEventListener("change", () => tell(list, boxes.filter((box) => box.checked).map((box) => Number(box.value))));
  restore.set(blockOf(list), (way) => boxes.forEach((box) => (box.checked = way.includes(Number(box.value)))));
}

document.addEventListener("lesson:resume", (event) => {
  Object.entries(event.detail.answers).forEach(([block, way]) => restore.has(block) && restore.get(block)(way));
});

// Sections with data-live="items loans" are fetched anew when one of these topics has changed.

const sections = () => [...document.querySelectorAll("[data-live]")];

async function refresh(topics) {
    const concerned = sections().filter((section) => {
        if (section.contains(document.activeElement)) return false;
        return section.dataset.live.split(" ").some((topic) => topics.has(topic) || topics.has("all"));
    });
    if (concerned.length === 0 || document.hidden) return;
    const answer = await fetch(location.href, { headers: { "X-Unattended": "1" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const section of concerned) {
        const next = fresh.getElementById(section.id);
        if (next && !section.contains(document.activeElement)) section.replaceWith(document.adoptNode(next));
    }
}

if (sections().length > 0 && "EventSource" in window) {
    const stream = new EventSource("/live");
    const missed = new Set();
    stream.addEventListener("changed", (event) => {
        const topics = new Set(event.data.split(" "));
        if (document.hidden) topics.forEach((topic) => missed.add(topic));
        else refresh(topics);
    });
    document.addEventListener("visibilitychange", () => {
        if (document.hidden || missed.size === 0) return;
        refresh(new Set(missed));
        missed.clear();
    });
    window.addEventListener("pagehide", () => stream.close());
}

// The desk: a scan is sent and answered in place, the field is never taken from whoever scans on, and what is
// scanned meanwhile waits its turn. What does not answer with a desk is left to the browser.

const form = document.getElementById("desk");

if (form) {
    const field = document.getElementById("f-code");
    const waiting = [];
    let sending = false;

    const swap = (fresh) => {
        for (const part of document.querySelectorAll("[data-part]")) {
            const next = fresh.getElementById(part.id);
            if (next) part.replaceChildren(...document.adoptNode(next).childNodes);
        }
    };

    const leave = (code) => {
        field.value = code;
        form.submit();
    };

    async function send() {
        const code = waiting.shift();
        const typed = new URLSearchParams(new FormData(form));
        typed.set("code", code);
        let answer;
        try {
            answer = await fetch(form.action, { method: "POST", body: typed });
        } catch {
            waiting.length = 0;
            document.getElementById("desk-answer").textContent = form.dataset.failed;
            return;
        }
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!fresh.getElementById("desk")) return leave(code);
        swap(fresh);
        if (answer.redirected) history.replaceState(null, "", answer.url);
    }

    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        waiting.push(field.value);
        field.value = "";
        field.focus();
        if (sending) return;
        sending = true;
        while (waiting.length > 0) await send();
        sending = false;
    });
    window.addEventListener("pageshow", () => {
        field.value = "";
        // What is wrong with another form of the page is read first.
        if (!document.querySelector("[data-swapped-focus]")) field.focus();
    });
}

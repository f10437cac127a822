"""On the square: what is said, changed, answered, refused and heard."""

from __future__ import annotations

import re

from playwright.async_api import expect

from house import Doors
from stories.browsing import DESK, SMALL, People, Person

STATUS_EVER_SAID = """
() => {
  window.said = [];
  const region = document.querySelector(".sq > .unseen[role=status]");
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      const text = node.textContent.trim();
      if (text !== "") window.said.push(text);
    }
  }).observe(region, { childList: true, subtree: true });
}
"""


async def test_a_message_is_corrected_and_the_other_reads_the_new_text_marked_as_edited(people: People) -> None:
    ada, bruno = await people.visitor("Ada", "nuit", size=DESK), await people.visitor("Bruno", "nuit")
    await ada.say("rendez-vous a huit heure")
    await bruno.sees("rendez-vous a huit heure")
    await ada.use_tool("rendez-vous", "Modifier")
    await expect(ada.composer).to_have_value("rendez-vous a huit heure")
    await expect(ada.composer).to_be_focused()
    await ada.say("rendez-vous à huit heures")
    await bruno.sees("rendez-vous à huit heures")
    await expect(bruno.message("rendez-vous")).to_contain_text("modifié")
    await expect(ada.message("rendez-vous")).to_contain_text("modifié")
    await expect(ada.composer).to_have_value("")


async def test_a_message_is_deleted_after_a_second_thought_and_both_see_the_place_where_it_stood(
    people: People,
) -> None:
    ana, boris = await people.visitor("Ana", "ecrans"), await people.visitor("Boris", "ecrans")
    await ana.say("de trop")
    await ana.say("à garder")
    await boris.sees("de trop", "à garder")
    await ana.use_tool("de trop", "Supprimer")
    await expect(ana.page.get_by_role("button", name="Supprimer pour tout le monde")).to_be_focused()
    await ana.page.get_by_role("button", name="Supprimer pour tout le monde").click()
    for person in (ana, boris):
        await expect(person.page.locator(".sq-gone")).to_have_text(
            "Message supprimé par la personne qui l’avait écrit."
        )
        assert await person.reads() == ["à garder"]
    await expect(ana.composer).to_be_focused()


async def test_an_answer_shows_what_it_answers_to_both(people: People) -> None:
    agathe, benoit = await people.visitor("Agathe", "cuisine"), await people.visitor("Benoît", "cuisine")
    await agathe.say("qui a une recette de soupe")
    await agathe.say("et du pain")
    await benoit.use_tool("recette de soupe", "Répondre")
    await expect(benoit.page.locator(".sq-about")).to_contain_text(re.compile("Réponse à .?Agathe"))
    await benoit.say("moi, au potiron")
    for person in (agathe, benoit):
        quote = person.message("au potiron").locator(".sq-quote")
        await expect(quote).to_contain_text("qui a une recette de soupe")
    await benoit.message("au potiron").locator(".sq-quote").click()
    await expect(benoit.page.locator(".sq-msg").filter(has_text="recette").first).to_be_focused()


async def test_a_refused_message_says_why_and_gives_its_text_back(people: People) -> None:
    aude, basile = await people.visitor("Aude", "lyon"), await people.visitor("Basile", "lyon")
    for _ in range(3):
        await aude.say("la même chose, encore et encore")
    refused = aude.page.locator(".unsent.stuck")
    await expect(refused.get_by_role("alert")).to_be_visible()
    await expect(refused).to_contain_text("vous venez de dire la même chose")
    await refused.get_by_role("button", name="Modifier").click()
    await expect(aude.composer).to_have_value("la même chose, encore et encore")
    await expect(aude.composer).to_be_focused()
    await aude.say("autre chose")
    await basile.sees("autre chose")
    assert await basile.reads() == ["la même chose, encore et encore"] * 2 + ["autre chose"]
    await expect(aude.page.locator(".unsent")).to_have_count(0)


async def test_a_text_that_is_too_long_stays_in_the_field_with_the_count_of_what_is_too_much(people: People) -> None:
    anouk = await people.visitor("Anouk", "lille")
    await anouk.say("a" * 2_003)
    await expect(anouk.page.get_by_role("alert")).to_contain_text("2")
    await expect(anouk.page.locator("#sq-left")).to_have_text(re.compile("3.? caractères de trop"))
    await expect(anouk.composer).to_have_value("a" * 2_003)
    await expect(anouk.page.locator(".sq-msg")).to_have_count(0)


async def test_a_screen_reader_hears_single_messages_and_only_the_number_of_a_crowd(people: People) -> None:
    alma = await people.stranger()
    await alma.page.clock.install()
    async with people.square.staying("Alma") as client:
        await alma.context.add_cookies(
            [{"name": name, "value": value, "url": alma.origin} for name, value in client.cookies.items()]
        )
    await alma.go("/square/paris")
    await alma.live()
    await alma.page.evaluate(STATUS_EVER_SAID)
    await expect(alma.feed).to_have_attribute("aria-live", "off")
    async with people.square.talking("Bastien", "paris") as bastien:
        for n in range(1, 10):
            await bastien.say(f"message {n}", f"c{n}", "paris")
        await alma.sees("message 9")
        assert await said(alma) == ["Bastien : message 1", "Bastien : message 2", "Bastien : message 3"]
        await alma.page.clock.run_for(6_000)
        await expect(alma.page.locator(".sq > .unseen[role=status]")).to_contain_text(
            re.compile("6.? nouveaux messages")
        )
        assert len(await said(alma)) == 4, "one sentence for the six that came in a crowd"


async def test_a_message_that_arrives_never_moves_the_focus(people: People) -> None:
    aline = await people.visitor("Aline", "marseille", size=DESK)
    async with people.square.talking("Bérénice", "marseille") as berenice:
        await aline.page.get_by_role("button", name="Menu").focus()
        await berenice.say("un", "c1", "marseille")
        await aline.sees("un")
        assert await aline.focused() == "Menu"
        await aline.composer.focus()
        await berenice.say("deux", "c2", "marseille")
        await aline.sees("deux")
        await expect(aline.composer).to_be_focused()


async def test_what_came_in_another_room_is_counted_and_read_on_going_there(people: People) -> None:
    axel = await people.visitor("Axel", "musique", size=DESK)
    rooms = axel.page.get_by_role("navigation", name="Salons")
    await rooms.get_by_role("link", name="Couche-tard").click()
    await expect(axel.page.get_by_role("heading", level=1)).to_have_text("Couche-tard")
    assert axel.page.url.endswith("/square/nuit")
    async with people.square.talking("Blanche", "musique") as blanche:
        for n in range(3):
            await blanche.say(f"chanson {n}", f"c{n}", "musique")
    link = rooms.get_by_role("link", name="Musique")
    await expect(link).to_contain_text(re.compile("3.? messages non lus"))
    await expect(axel.page).to_have_title(re.compile(r"^\(3\) "))
    await link.click()
    await axel.sees("chanson 0", "chanson 1", "chanson 2")
    await expect(link).not_to_contain_text("non lu")


async def test_hostile_text_is_shown_as_text_and_breaks_no_page(people: People) -> None:
    arno, bea = await people.visitor("Arno", "nuit", size=SMALL), await people.visitor("Béa", "nuit", size=DESK)
    texts = [
        '<img src=x onerror="document.title=1"><script>document.title=1</script>',
        "W" * 200,
        "javascript:alert(1) https://example.org/" + "a" * 150,
        "{{ t('x') }} ${7*7} %(x)s \\u003cb\\u003e &lt;b&gt;",
        "مرحبا بكم في الساحة",
        "مساء 👨‍👩‍👧‍👦 Z͑ͫ̓a̴l̷g̸o",
    ]
    for text in texts:
        await arno.say(text)
        await bea.sees(text[:40])
    await arno.say("\u202eà l’envers\u202c et \u2066isolé")
    await bea.sees("à l’envers et isolé")
    for person in (arno, bea):
        assert [one for one in texts if one not in await person.reads()] == []
        assert await person.page.evaluate("document.title") != "1"
        assert await person.page.locator(".sq-feed img, .sq-feed script").count() == 0
        await fits(person)
    await arno.say("Z" + "\u0316" * 40)
    await expect(arno.page.locator("[data-fate=refused]").get_by_role("alert")).to_be_visible()
    await arno.page.reload()
    await arno.live()
    await fits(arno)


async def test_hostile_text_is_shown_as_text_by_the_page_without_javascript_too(people: People, square: Doors) -> None:
    async with square.talking("Cyrano", "marseille") as cyrano:
        await cyrano.say("</script><img src=x onerror=alert(1)>", "c1", "marseille")
        await cyrano.say("W" * 300, "c2", "marseille")
    abel = await people.stranger(script=False, size=SMALL)
    async with square.staying("Abel") as client:
        await abel.context.add_cookies(
            [{"name": name, "value": value, "url": abel.origin} for name, value in client.cookies.items()]
        )
    await abel.go("/square/marseille")
    await abel.sees("</script><img src=x onerror=alert(1)>", "W" * 300)
    assert await abel.page.locator(".sq-feed img").count() == 0


async def said(person: Person) -> list[str]:
    """Everything the polite region has said since it was listened to."""
    heard: list[str] = await person.page.evaluate("window.said")
    return [re.sub("[\u2068\u2069]", "", one).replace("\u00a0", " ") for one in heard]


async def fits(person: Person) -> None:
    """Nothing is wider than its place."""
    wide = await person.page.evaluate(
        """() => [...document.querySelectorAll("html, .sq-feed, .sq-lines, .sq-msg, .sq-rooms, .sq-people, .sq-write")]
            .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className || one.tagName)"""
    )
    assert wide == []

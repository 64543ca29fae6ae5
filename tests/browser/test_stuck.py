"""The phone's own store stops answering: it is said in words, and nothing that was given up comes in later."""

from playwright.sync_api import expect

from tests.browser.walker import LABEL, end_walk, start_walk
from tests.browser.words import say

#: Keep everybody out of what is kept of whoever holds the phone, as a store that hangs does.
HOLD = """
new Promise((resolve) => {
  const asked = indexedDB.open(`patrol-${JSON.parse(localStorage["patrol.person"]).id}`);
  asked.onsuccess = () => {
    const tx = asked.result.transaction([...asked.result.objectStoreNames], "readwrite");
    window.isHeld = true;
    const spin = () => {
      if (window.isHeld) tx.objectStore("meta").count().onsuccess = spin;
    };
    tx.oncomplete = () => asked.result.close();
    spin();
    resolve();
  };
})
"""


def test_a_store_that_does_not_answer_is_told_of_and_takes_nothing_in_later(make_phone):
    phone = make_phone()
    start_walk(phone, consent=False)
    phone.answer(LABEL[1], say("phone.patrol.none"))
    phone.page.evaluate(HOLD)
    phone.answer(LABEL[2], say("phone.patrol.none"))
    phone.sees(say("phone.fault.storage_stuck"))
    phone.look()
    phone.page.evaluate("window.isHeld = false")
    phone.start_again()
    phone.sees(say("phone.patrol.title"))
    answered = phone.page.get_by_role("button", name=say("phone.patrol.none"), pressed=True)
    expect(answered).to_have_count(1)
    end_walk(phone)
    phone.sees(say("phone.done.filed"))

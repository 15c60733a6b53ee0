"""The page keeps itself fresh, and never under somebody's finger."""

from tests.stories.web import way
from tests.stories.web.hands import Stage

HOLD = """
const given = window.fetch;
window.asked = 0;
window.fetch = async (url, options) => {
  const answer = await given(url, options);
  if (!String(url).includes("/fresh")) return answer;
  window.asked += 1;
  await new Promise((resolve) => { window.letGo = resolve; });
  const text = (await answer.text()).replace('id="case-course"', 'id="case-course" data-newer="yes"');
  return new Response(text, { status: 200 });
};
"""


def test_a_button_under_a_finger_is_not_exchanged(stage: Stage) -> None:
    number = way.received(stage).case.number
    desk = stage.desk("sam")
    desk.page.add_init_script(HOLD)
    desk.see(number)
    button = desk.course.locator(".hy-step-list a").first
    step = str(button.get_attribute("href")).rstrip("/").rsplit("/", 1)[-1]
    desk.page.wait_for_function("() => window.asked === 1")
    button.hover()
    desk.page.mouse.down()
    desk.page.evaluate("() => window.letGo()")
    desk.page.wait_for_timeout(400)
    assert desk.page.locator("#case-course[data-newer]").count() == 0, "the finger is still on the button"
    desk.page.mouse.up()
    desk.page.locator(f"#step-{step}").wait_for()
    desk.page.keyboard.press("Escape")
    desk.page.locator(f"#step-{step}").wait_for(state="detached")
    desk.page.wait_for_function("() => window.asked >= 2")
    desk.page.evaluate("() => window.letGo()")
    desk.page.locator("#case-course[data-newer]").wait_for(state="attached")

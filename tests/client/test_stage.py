def test_join(fake, person):
    page = person("Ada", "presenter")
    page.screenshot(path="/tmp/lab/shots/a.png")

"""What is squeezed says the same in fewer signs."""

from django.template import Context, Template

ROW = """{% load squeezing %}{% squeeze %}
  <div
    class="line"
    {% if no %}hidden{% endif %}
  >
    <label>Two  words
      and more</label>
    <input value="{{ typed }}">
  </div>
{% endsqueeze %}"""


def test_only_line_ends_and_indents_go():
    drawn = Template(ROW).render(Context({"typed": "a  b"}))
    assert drawn == '<div\nclass="line"><label>Two  words\nand more</label><input value="a  b"></div>'

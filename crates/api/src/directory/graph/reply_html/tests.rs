use proptest::prelude::*;

use super::*;

fn text(html: &str) -> String {
    read(html).text.to_string()
}

#[test]
fn the_example_of_the_documentation_is_plain() {
    let html = "<html>\n<body>\n<p>I'm at our company's worldwide reunion and will respond to your message \
                as soon as I return.<br>\n</p></body>\n</html>\n";
    let read = read(html);
    assert_eq!(
        read.text.as_str(),
        "I'm at our company's worldwide reunion and will respond to your message as soon as I return."
    );
    assert!(!read.is_formatted && !read.is_cut);
}

#[test]
fn lines_and_paragraphs_are_where_outlook_shows_them() {
    for (html, expected) in [
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<p>a<br>b</p>\n<p>c</p>", "a\nb\n\nc"),
        ("<div>a<br></div><div>b</div>", "a\nb"),
        ("<p>a <b>b</b>\n c&nbsp;&nbsp;d</p>", "a b c  d"),
        ("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\n\nafter"),
        (
            "<table><tr><td>Mon</td><td>9 to 5</td></tr><tr><td>Tue</td></tr></table>",
            "Mon 9 to 5\nTue",
        ),
        ("<img alt='Trust logo' src='cid:1'>Hello", "Trust logoHello"),
        ("plain\nwithout tags", "plain without tags"),
        ("", ""),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn what_is_no_text_is_left_out_and_what_only_looks_like_markup_is_not() {
    for (html, expected) in [
        ("<title>t</title><style>p{x}</style><script>if (a<b) alert('<p>')</script>a", "a"),
        ("<!-- <p>no</p> -->a<![if !mso]>b", "ab"),
        ("<head><title>t</title></head>1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("<script>never ends", ""),
        ("<p onclick='x'>a<p", "a"),
        ("&#x202e;&#0;a", "\u{fffd}a"),
        ("<a href='javascript:alert(1)'>here</a>", "here"),
        ("<a href='https://nhs.example/x'>here</a>.", "here (https://nhs.example/x)."),
        (
            "<a href='https://nhs.example/'>nhs.example https://nhs.example</a>",
            "nhs.example https://nhs.example",
        ),
        ("<a href='mailto:a@nhs.net?subject=x'>write</a> to us", "write (a@nhs.net) to us"),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn formatting_is_noticed_and_the_end_of_what_is_too_long() {
    for (html, expected) in [
        (
            "<html xmlns:o='x'><head><meta charset=utf-8></head><body dir=ltr><div class=x>a</div></body></html>",
            false,
        ),
        ("<p>a<br>b</p><span>c</span>", false),
        ("<b>a</b>", true),
        ("<a href='https://nhs.example'>a</a>", true),
        ("<div style='font-size:12pt'>a</div>", true),
        ("<ul><li>a</ul>", true),
    ] {
        assert_eq!(read(html).is_formatted, expected, "{html}");
    }
    let long = read(&format!("<p>{}</p>", "x".repeat(2_001)));
    assert!(long.is_cut);
    assert_eq!(long.text.as_str().len(), 2_000);
    assert!(!read(&"x".repeat(2_000)).is_cut);
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(typed in "(?s)([ -~\n\t<>&;'\"]|\\PC){0,200}") {
        let as_spaces = typed.replace('\t', "    ").replace('\u{a0}', " ");
        let reply = ReplyText::parse(&as_spaces).unwrap();
        let read = read(&written(&reply));
        prop_assert!(!read.is_formatted && !read.is_cut);
        prop_assert_eq!(read.text.paragraphs(), reply.paragraphs());
        prop_assert_eq!(written(&read.text), written(&reply));
    }

    #[test]
    fn nothing_that_is_read_is_too_much_for_it(html in "(?s)(<[a-z/! '\"=-]{0,9}>?|&[#a-z0-9]{0,8};?|.){0,60}") {
        let read = read(&html);
        prop_assert_eq!(ReplyText::parse(read.text.as_str()).unwrap(), read.text);
    }
}

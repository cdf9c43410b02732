//! Server-sent events, read line by line as they come. The browser's own `EventSource` cannot send the sign-in along.
//!
//! Of [the format](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream) this reads what a
//! server of ours sends: lines that end in LF or CRLF, the fields `event` and `data`, and comments that keep the
//! connection.

use std::mem::take;

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// What happened; empty where the server does not say.
    pub(super) name: String,
    /// What it tells.
    pub(super) data: String,
}

/// What of a stream has come and is no whole event yet.
#[derive(Debug, Default)]
pub(super) struct EventParser {
    line: Vec<u8>,
    name: String,
    data: Option<String>,
}

impl EventParser {
    /// Takes in what came, and gives the events that it completes. A piece may end anywhere, within a letter too.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in bytes {
            if *byte == b'\n' {
                let line = take(&mut self.line);
                events.extend(self.end_line(line.strip_suffix(b"\r").unwrap_or(&line)));
            } else {
                self.line.push(*byte);
            }
        }
        events
    }

    fn end_line(&mut self, line: &[u8]) -> Option<Event> {
        if line.is_empty() {
            let name = take(&mut self.name);
            return self.data.take().map(|data| Event { name, data });
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            // A comment has no name; other fields are for browsers that connect again by themselves.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, EventParser};

    fn event(name: &str, data: &str) -> Event {
        Event { name: name.into(), data: data.into() }
    }

    #[test]
    fn an_event_is_its_name_and_its_data() {
        let mut parser = EventParser::default();
        assert_eq!(
            parser.push(b"event: job\ndata: {\"done\":1}\n\n"),
            [event("job", "{\"done\":1}")]
        );
        assert_eq!(parser.push(b"data:plain\n\n"), [event("", "plain")], "the name is not kept");
    }

    #[test]
    fn an_event_may_come_in_pieces_that_end_anywhere() {
        let text = "event: job\r\ndata: Zoë\r\n\r\ndata: 2\n\n".as_bytes();
        let whole = [event("job", "Zoë"), event("", "2")];
        for at in 0..text.len() {
            let (first, second) = text.split_at(at);
            let mut parser = EventParser::default();
            let mut events = parser.push(first);
            events.extend(parser.push(second));
            assert_eq!(events, whole, "split at {at}");
        }
    }

    #[test]
    fn data_of_several_lines_is_one_text() {
        assert_eq!(EventParser::default().push(b"data: a\ndata: b\n\n"), [event("", "a\nb")]);
    }

    #[test]
    fn comments_and_what_is_not_known_are_no_events() {
        let mut parser = EventParser::default();
        assert_eq!(parser.push(b": keep-alive\n\nid: 4\nretry: 500\n\nevent: job\n\n"), []);
        assert_eq!(parser.push(b"data: 1\n\n"), [event("", "1")]);
    }
}

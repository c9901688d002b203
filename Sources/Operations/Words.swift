import JSON

/// A number as people write it: `2`, not `2.0`.
package func plain(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

/// «1 element», «2 elements».
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A text of the request as a message quotes it: a long one is cut.
package func quoted(_ text: String) -> String { text.excerpt }

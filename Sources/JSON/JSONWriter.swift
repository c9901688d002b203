import CSimdJSON
package import HTTPMessages

/// Writes JSON into a buffer, value after value; commas come by themselves.
///
///     var writer = JSONWriter(into: buffer)
///     writer.object { object in
///       object.member("loss", 0.25)
///       object.member("gradients") { $0.member("logits", tensor) }
///     }
///
/// Numbers have the shortest form that reads back as the same number: `0.1`, `1e-07`. An integral one is
/// written without point while every integer is exact (below 2^53; Float: 2^24): `3`. Minus zero is `-0.0`.
package struct JSONWriter {
  package enum Style {
    case compact
    /// Two spaces a level, a vector of numbers on one line.
    case pretty
  }

  package private(set) var buffer: ByteBuffer
  package let style: Style
  /// Whether the text may be in several buffers.
  package let isDivided: Bool
  /// The text before that in `buffer`.
  private var finished: [ByteBuffer] = []
  /// False once memory could not be had: what is in the buffer is not the whole text.
  package private(set) var isComplete = true
  private var level = 0
  /// Nothing precedes the next value in its array or object.
  private var isFirst = true
  /// The next value belongs to the key just written.
  private var followsKey = false

  /// Writes into one buffer.
  package init(into buffer: ByteBuffer, style: Style = .compact) {
    self.buffer = buffer
    self.style = style
    isDivided = false
  }

  /// Writes into buffers of its own: into one, unless there are large tensors.
  package init(style: Style = .compact) {
    // Most answers fit, and need no second allocation.
    buffer = ByteBuffer(capacity: 256)
    self.style = style
    isDivided = true
  }

  /// The text, in the order of the buffers.
  package var pieces: [ByteBuffer] { finished.isEmpty ? [buffer] : finished + [buffer] }

  /// An object; `body` writes its members.
  package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
    try container("{", "}", body)
  }

  /// An array; `body` writes its elements.
  package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
    try container("[", "]", body)
  }

  /// A member of the object being written.
  package mutating func member(_ key: String, _ value: some JSONWritable) {
    self.key(key)
    value.write(to: &self)
  }

  /// A member that is an object.
  package mutating func member(_ key: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
    self.key(key)
    try object(body)
  }

  /// The key of the value that is written next.
  package mutating func key(_ key: String) {
    write(string: key)
    append(style == .compact ? ":" : ": ")
    followsKey = true
  }

  package mutating func value(_ value: some JSONWritable) { value.write(to: &self) }

  package mutating func null() { write(literal: "null") }

  private mutating func container(
    _ opening: StaticString, _ closing: StaticString, _ body: (inout JSONWriter) throws -> Void
  ) rethrows {
    beginValue()
    append(opening)
    level += 1
    isFirst = true
    try body(&self)
    level -= 1
    if !isFirst { newLine() }
    isFirst = false
    append(closing)
  }

  // MARK: - For those who write one value

  /// The comma and the line break before a value or a key.
  mutating func beginValue() {
    if followsKey {
      followsKey = false
      return
    }
    if !isFirst { append(",") }
    if level > 0 { newLine() }
    isFirst = false
  }

  mutating func write(literal: StaticString) {
    beginValue()
    append(literal)
  }

  mutating func write(number: some JSONNumber) {
    assert(number.isFinite, "\(number) has no JSON")
    beginValue()
    append(atMost: Int(FOCALD_NUMBER_SIZE)) { number.write($0) }
  }

  mutating func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends bytes as they lie.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if isComplete { isComplete = buffer.append(bytes) }
  }

  /// Lets `write` fill in up to `limit` bytes and say how many.
  mutating func append(atMost limit: Int, _ write: (UnsafeMutablePointer<CChar>) -> Int) {
    guard isComplete else { return }
    isComplete = buffer.append(atMost: limit) { output in
      output.assumingMemoryBound(to: CChar.self).baseAddress.map(write) ?? 0
    }
  }

  /// Appends pieces as they lie.
  package mutating func append(pieces: [ByteBuffer]) {
    finished.append(buffer)
    finished.append(contentsOf: pieces)
    buffer = ByteBuffer(capacity: 256)
  }

  /// There is no memory.
  mutating func fail() { isComplete = false }

  private mutating func newLine() {
    guard style == .pretty else { return }
    append("\n")
    for _ in 0..<level { append("  ") }
  }
}

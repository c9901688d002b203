import Multipart
import Testing

/// Random forms, whole and damaged, read here and by a second reader that takes a body apart by its lines.
@Suite struct MultipartFuzzTests {
  private static let units: [[UInt8]] =
    [
      "a", "1", "-", "--", "\r\n", "\r", "\n", "--B", "\r\n--B", "\r\n--B--", "\r\n--B\r\n", "--B--\r\n", ": ", ";",
      "\"",
      "Content-Disposition: form-data; name=\"a\"\r\n", "Content-Type: image/png\r\n", "\r\n\r\n", "name=", " ", "\t",
      "\u{0}",
      "é", "[1,2]",
    ].map { Array($0.utf8) } + [[0xFF], [0x80]]

  @Test func read_Forms_GivesTheirParts() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let parts = (0..<Int.random(in: 0...5, using: &random)).map { index in
        SamplePart("p\(index)", type: Bool.random(using: &random) ? "text/plain" : nil, bytes: content(&random))
      }
      let body = form(parts)
      #expect(try read(body).map { $0.sample(in: body) } == parts, "\(body)")
    }
  }

  @Test func read_DamagedForms_AgreesWithAReaderOfLines() {
    var random = SystemRandomNumberGenerator()
    var taken = 0
    for _ in 0..<20_000 {
      var body = form((0..<Int.random(in: 0...3, using: &random)).map { SamplePart("p\($0)", bytes: content(&random)) })
      for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&body, &random) }
      let found = try? read(body).map { $0.sample(in: body) }
      #expect(found == LineReader.parts(body), "\(String(decoding: body, as: UTF8.self).debugDescription)")
      if found != nil { taken += 1 }
    }
    // Neither is everything refused nor everything taken.
    #expect(taken > 1000 && taken < 19_000, "\(taken)")
  }

  /// Bytes without a delimiter.
  private func content(_ random: inout some RandomNumberGenerator) -> [UInt8] {
    while true {
      let bytes = (0..<Int.random(in: 0...6, using: &random)).flatMap { _ in
        Self.units.randomElement(using: &random) ?? []
      }
      if !([0x0D, 0x0A] + bytes).contains(Array("\r\n--B".utf8)) { return bytes }
    }
  }

  private func damage(_ body: inout [UInt8], _ random: inout some RandomNumberGenerator) {
    let unit = Self.units.randomElement(using: &random) ?? []
    let start = Int.random(in: 0...body.count, using: &random)
    let end = min(body.count, start + Int.random(in: 0...4, using: &random))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: body.replaceSubrange(start..<end, with: unit)
    case 1: body.removeSubrange(start..<end)
    case 2: body.removeSubrange(start...)
    default: body.insert(contentsOf: unit, at: start)
    }
  }
}

/// The obvious way, for small bodies: splits at every delimiter, then headers into lines. Reads header lines as the
/// module does, through a form of one part.
private enum LineReader {
  static func parts(_ body: [UInt8]) -> [SamplePart]? {
    var pieces = split(Array("\r\n".utf8) + body, at: Array("\r\n--B".utf8))
    guard pieces.count > 1 else { return nil }
    pieces.removeFirst()
    var parts: [SamplePart] = []
    for piece in pieces {
      if piece.starts(with: Array("--".utf8)) {
        let rest = piece.dropFirst(2).drop { $0 == 0x20 || $0 == 0x09 }
        return rest.starts(with: [0x0D, 0x0A]) || rest.isEmpty ? parts : nil
      }
      let rest = Array(piece.drop { $0 == 0x20 || $0 == 0x09 })
      guard rest.starts(with: [0x0D, 0x0A]), let part = part(rest, number: parts.count + 1) else { return nil }
      parts.append(part)
    }
    return nil
  }

  /// A part that begins with a line break; the header ends with an empty line.
  private static func part(_ piece: [UInt8], number: Int) -> SamplePart? {
    let piece = piece + [0x0D, 0x0A]
    guard let end = first([0x0D, 0x0A, 0x0D, 0x0A], in: piece) else { return nil }
    let header = Array(piece[..<end].dropFirst(2)) + (end > 0 ? [0x0D, 0x0A] : [])
    let content = Array(piece[(end + 4)...].dropLast(2))
    let alone = Array("--X\r\n".utf8) + header + Array("\r\n\r\n--X--".utf8)
    guard let part = try? read(alone, boundary: "X").first else { return nil }
    return SamplePart(part.name, type: part.type, bytes: content)
  }

  private static func first(_ wanted: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= wanted.count else { return nil }
    return (0...bytes.count - wanted.count).first { Array(bytes[$0..<$0 + wanted.count]) == wanted }
  }

  private static func split(_ bytes: [UInt8], at separator: [UInt8]) -> [[UInt8]] {
    var (pieces, rest): ([[UInt8]], [UInt8]) = ([], bytes)
    while let place = first(separator, in: rest) {
      pieces.append(Array(rest[..<place]))
      rest = Array(rest[(place + separator.count)...])
    }
    return pieces + [rest]
  }
}

import HTTPMessages
import JSON
import Operations

extension FormBody.Field {
  /// The content as JSON, read where it lies.
  func json() throws(Problem) -> JSONValue {
    do {
      return try JSONReader.read(content, of: "part")
    } catch {
      guard error.kind == .syntax, let format = ForeignFormat(content) else { throw Problem(error).said(of: self) }
      throw Problem(.invalidJSON, at: pointer, "\(words) is not JSON: \(format.remedyOfPart)")
    }
  }
}

extension ParameterType {
  /// Bytes of a text that is not JSON at the most; a query is not longer either.
  private static let longestText = 16 << 10

  /// The value of a part: JSON, or what is not JSON as in a query: `192,192`. Of a parameter that may be a word any text is
  /// as in a query, unless it begins like a list, an object or a string: `cxcywh`. White space around it does not count.
  func value(of field: FormBody.Field) throws(Problem) -> JSONValue {
    let content = field.content.trimmed
    switch content.bytes.first {
    case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""): return try field.json()
    default: break
    }
    guard content.count <= Self.longestText else {
      throw Problem(
        .wrongType, at: field.pointer,
        "\(field.words) has \(content.count) bytes and is no JSON; a value without quotes has \(Self.longestText) at the most"
      )
    }
    let text = content.text
    guard !holdsWords, let value = try? JSONReader.read(ByteBuffer(text)) else { return value(of: text) }
    return value
  }

  /// Whether a value may be a word.
  var holdsWords: Bool {
    switch self {
    case .choice, .text: true
    case .anyOf(let types): types.contains(where: \.holdsWords)
    default: false
    }
  }
}

extension ByteSlice {
  /// The bytes without white space at both ends.
  var trimmed: ByteSlice {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return self[0..<0] }
    return self[first..<last + 1]
  }
}

extension Problem {
  /// The same, of what a part of a form holds: places begin with the part's name.
  func said(of field: FormBody.Field) -> Problem { located { field.pointer + $0.pointer } }
}

extension ForeignFormat {
  /// What a part is, and what to send instead.
  fileprivate var remedyOfPart: String {
    switch self {
    case .safetensors: "this is a safetensors file: give the part the type application/x-safetensors"
    case .gzip, .zstd: "this is compressed: unpack it, or compress the whole body and say so in Content-Encoding"
    default: remedy
    }
  }
}

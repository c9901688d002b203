// The reader of forms over random bodies, compiled with Sources/Multipart into one module; built and run by `make fuzz`.
// The first byte of the input chooses the boundary. Of what is taken: the contents lie in the body, in order and apart,
// none holds a delimiter, and the parts written anew are read as the same.

private let boundaries = ["B", "--", "a b", String(repeating: "x", count: 70)]

/// Reads one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMultipart(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = UnsafeRawBufferPointer(start: start, count: count)
  let text = boundaries[Int(input.first ?? 0) % boundaries.count]
  guard let boundary = try? MultipartBoundary(text) else { fatalError("no boundary") }
  let body = UnsafeRawBufferPointer(rebasing: input.dropFirst())
  guard let parts = try? MultipartReader.parts(of: body, boundary) else { return 0 }
  var end = 0
  var anew: [UInt8] = []
  for (index, part) in parts.enumerated() {
    precondition(part.number == index + 1 && part.content.lowerBound >= end && part.content.upperBound <= body.count)
    end = part.content.upperBound
    let content = Array(body[part.content])
    precondition(!contains(Array("\r\n".utf8) + content, boundary.delimiter))
    let type = part.type.map { "Content-Type: \($0)\r\n" } ?? ""
    anew += Array("--\(text)\r\nContent-Disposition: form-data; name=\"\(escaped(part.name))\"\r\n\(type)\r\n".utf8)
    anew += content + Array("\r\n".utf8)
  }
  anew += Array("--\(text)--".utf8)
  let again = anew.withUnsafeBytes { try? MultipartReader.parts(of: $0, boundary) }
  precondition(again?.map(\.name) == parts.map(\.name) && again?.map(\.type) == parts.map(\.type))
  precondition(again?.map { Array(anew[$0.content]) } == parts.map { Array(body[$0.content]) })
  return 0
}

private func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
  guard bytes.count >= wanted.count else { return false }
  return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
}

/// As browsers write names.
private func escaped(_ name: String) -> String {
  var text = ""
  for scalar in name.unicodeScalars {
    switch scalar {
    case "\"": text += "%22"
    case "\r": text += "%0D"
    case "\n": text += "%0A"
    case "\\": text += "\\\\"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}

import HTTPMessages
import JSON
import Operations

/// A JSON body with members that are read straight into columns. Those are found by their brackets and stay where they
/// are; what is left is a document of its own, which the ordinary reader reads.
struct RecordsBody {
  private let body: ByteBuffer
  private let declaration: Declaration
  /// A body of more members has none that an operation knows.
  private static let mostMembers = 1024

  init(_ body: ByteBuffer, _ declaration: Declaration) {
    (self.body, self.declaration) = (body, declaration)
  }

  /// The request; the texts of records keep the body.
  func request(_ limits: Limits) throws(Problem) -> Request {
    guard let members = JSONMembers(ByteSlice(body), limit: Self.mostMembers)?.members else { throw undivided() }
    var texts: [(name: String, text: RecordsText)] = []
    var rest: [JSONMembers.Member] = []
    for member in members {
      guard let input = declaration.input(member.name), input.element.isText else {
        rest.append(member)
        continue
      }
      guard !texts.contains(where: { $0.name == input.name }) else {
        throw Problem(.duplicateKey, at: "/\(input.name)", "the key is given twice")
      }
      texts.append((input.name, RecordsText(member.value, at: "/\(input.name)", in: ByteSlice(body))))
    }
    let value = try read(rest, isWhole: texts.isEmpty)
    if texts.isEmpty { body.discard() }
    return try RequestDecoder.decode(value, declaration, limits, texts: texts)
  }

  /// Why a body has no members, or too many.
  private func undivided() -> Problem {
    if let error = JSONDiagnosis.firstError(in: body) { return Problem(error, in: body) }
    guard body.bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else {
      return Problem(.wrongType, "the body must be an object with the fields of \(declaration.id)")
    }
    return Problem(
      .unknownField,
      "the body has more than \(Self.mostMembers) members; \(declaration.id) has \(declaration.fieldNames.count) fields"
    )
  }

  /// What is left of the body, as a document of its own.
  private func read(_ members: [JSONMembers.Member], isWhole: Bool) throws(Problem) -> JSONValue {
    let text = isWhole ? body : ByteBuffer()
    if !isWhole {
      text.append("{")
      for (index, member) in members.enumerated() {
        text.append(index == 0 ? "\"" : ",\"")
        let isCopied = text.append(member.key.bytes) && text.append("\":") && text.append(member.value.bytes)
        guard isCopied else { throw Problem(.overloaded, "there is no memory for the request's parameters") }
      }
      text.append("}")
    }
    do throws(JSONError) {
      return try JSONReader.read(text)
    } catch {
      // Places are those of the whole.
      throw Problem(isWhole ? error : JSONDiagnosis.firstError(in: body) ?? error, in: body)
    }
  }
}

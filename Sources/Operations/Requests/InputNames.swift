package import JSON

/// Which field of an operation each tensor of a request is, where tensors come with the names of an exported network:
/// the field of its name, the one that `input_names` maps it to, or, of the only tensor whose name fits nothing, the only
/// input that must be given.
package struct InputNames: Sendable {
  /// The parameter that maps names of tensors to fields.
  package static let parameter = "input_names"

  /// A name of a tensor, and the field that it is; `nil`: it is left out.
  private var fields: [(tensor: String, field: String?)] = []

  /// Names that stand for themselves.
  package init() {}

  /// Adds what `input_names` says: `{"output0": "predictions"}`, or as text `output0:predictions,output1:`, where a name
  /// without a field leaves the tensor out, as `null` does.
  package mutating func add(_ value: JSONValue, at place: String) throws(Problem) {
    for member in try Self.members(value, at: place) {
      let field: String?
      switch member.value {
      case .null: field = nil
      case .string(let text): field = text.isEmpty ? nil : text
      default:
        throw Problem(
          .wrongType, at: "\(place)/\(JSONPointer.escape(quoted(member.key)))",
          "\(quoted(member.key)) is mapped to the name of a field, or null, not to \(member.value.kindName)")
      }
      if let known = fields.first(where: { $0.tensor == member.key }), known.field != field {
        throw Problem(.duplicateKey, at: place, "\(Self.parameter) maps \(quoted(member.key)) to two fields")
      }
      fields.append((member.key, field))
    }
  }

  /// The field of each tensor, in order; `nil` where it is left out. A tensor that is no field keeps its name.
  package func fields(of tensors: [String], _ declaration: Declaration) throws(Problem) -> [String?] {
    if let stray = fields.first(where: { !tensors.contains($0.tensor) }) {
      let nearest = nearestName(to: stray.tensor, among: tensors).map { "; did you mean \($0)?" } ?? ""
      throw Problem(
        .unknownField, at: "/\(Self.parameter)",
        "\(Self.parameter) maps \(quoted(stray.tensor)), but the request has no tensor of that name\(nearest)")
    }
    var names = tensors.map { name in
      if let mapped = fields.first(where: { $0.tensor == name }) { mapped.field } else { name as String? }
    }
    if let index = only(names, tensors, declaration) { names[index] = declaration.requiredInputs[0] }
    for (index, name) in names.enumerated() {
      guard let name, names[..<index].contains(name) else { continue }
      throw Problem(
        .duplicateKey, at: "/\(Self.parameter)", "\(quoted(name)) is given twice: by its own name and by input_names")
    }
    return names
  }

  /// The only tensor that is no field, where the only required input is not among the others.
  private func only(_ names: [String?], _ tensors: [String], _ declaration: Declaration) -> Int? {
    guard declaration.requiredInputs.count == 1, declaration.groups.isEmpty else { return nil }
    let unknown = names.indices.filter { index in names[index].map { !declaration.hasField($0) } ?? false }
    guard unknown.count == 1, !fields.contains(where: { $0.tensor == tensors[unknown[0]] }) else { return nil }
    let isGiven = names.contains { name in
      name.map { $0 == declaration.requiredInputs[0] || declaration.level($0) != nil } ?? false
    }
    return isGiven ? nil : unknown[0]
  }

  private static func members(_ value: JSONValue, at place: String) throws(Problem) -> [JSONObject.Member] {
    switch value {
    case .object(let object): return object.members
    case .string(let text) where text.utf8.first == UInt8(ascii: "{"):
      guard case .object(let object)? = try? JSONReader.read(text) else { break }
      return object.members
    case .string(let text):
      // Names of tensors may have colons (`serving_default:0`), fields have none.
      let pairs = text.split(separator: ",").map { pair -> JSONObject.Member? in
        guard let colon = pair.lastIndex(of: ":"), colon > pair.startIndex else { return nil }
        return JSONObject.Member(
          key: String(pair[..<colon]), value: .string(String(pair[pair.index(after: colon)...])))
      }
      if pairs.allSatisfy({ $0 != nil }), !pairs.isEmpty { return pairs.compactMap(\.self) }
    default: break
    }
    throw Problem(
      .wrongType, at: place,
      "\(parameter) is an object from names of tensors to fields, such as {\"output0\": \"predictions\"}, or text, "
        + "output0:predictions")
  }
}

extension Declaration {
  /// Whether a name is a field of requests, or a level of one.
  fileprivate func hasField(_ name: String) -> Bool {
    input(name) != nil || parameter(name) != nil || level(name) != nil
  }
}

extension InputNames {
  /// What follows the message about a tensor that is no field.
  package static let advice = "; input_names can map a tensor's name to a field"
}

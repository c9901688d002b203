/// A field of an operation's answer, without the type of its value.
struct OutputDescription: Sendable {
  /// What stands there.
  indirect enum Kind: Sendable {
    case tensor(ShapePattern, Input.Element)
    /// Named members.
    case object([OutputDescription])
    /// Named lists of one length, a row an entry. Within a list of objects the rows of all objects follow each other, and
    /// `image_indices` says which object each is of.
    case columns([OutputDescription])
    /// An object for each image.
    case list([OutputDescription])
  }

  let name: String
  let kind: Kind
  /// What must hold for it to be there; always, if nothing.
  var conditions: [Condition] = []
  /// What it holds: units, ranges, order.
  let holds: String

  /// The shape in letters, `()` for a number; of objects what they are.
  var shape: String {
    switch kind {
    case .tensor(let pattern, _): pattern.description
    case .object: "object"
    case .columns: "object of columns"
    case .list: "one object an image"
    }
  }

  /// As lists of outputs name it: an object that has nothing to say for itself by its members, `gradients.logits`.
  var listed: [OutputDescription] {
    guard case .object(let members) = kind, holds.isEmpty else { return [self] }
    return members.map { member in
      OutputDescription(
        name: "\(name).\(member.name)", kind: member.kind, conditions: conditions + member.conditions,
        holds: member.holds)
    }
  }

  /// The members of an object or list.
  var members: [OutputDescription] {
    switch kind {
    case .tensor: []
    case .object(let members), .columns(let members), .list(let members): members
    }
  }
}

/// A tensor of an answer as protocols without objects name it: `counts.returned`.
struct OutputTensorDescription: Sendable {
  let name: String
  let shape: ShapePattern
  let element: Input.Element
  /// All that must hold for it to be there.
  let conditions: [Condition]
}

extension OutputDescription {
  /// The tensors that it is: itself, or an object's members; of a list the rows of all objects, one after the other.
  var tensors: [OutputTensorDescription] { tensors(prefix: "", given: [], rows: false) }

  private func tensors(prefix: String, given outer: [Condition], rows: Bool) -> [OutputTensorDescription] {
    let conditions = outer + conditions
    switch kind {
    case .tensor(var shape, let element):
      // One number for each image.
      if rows, shape.isScalar { shape = .of("B") }
      return [OutputTensorDescription(name: prefix + name, shape: shape, element: element, conditions: conditions)]
    case .object(let members):
      return members.flatMap { $0.tensors(prefix: "\(prefix)\(name).", given: conditions, rows: rows) }
    case .columns(let members):
      let own = members.flatMap { $0.tensors(prefix: "\(prefix)\(name).", given: conditions, rows: rows) }
      return rows ? own + [.imageIndices("\(prefix)\(name).", conditions)] : own
    case .list(let members):
      return members.flatMap { $0.tensors(prefix: "", given: conditions, rows: true) } + [.imageIndices("", conditions)]
    }
  }
}

extension OutputTensorDescription {
  /// Which image each row is of.
  fileprivate static func imageIndices(_ prefix: String, _ conditions: [Condition]) -> OutputTensorDescription {
    OutputTensorDescription(
      name: "\(prefix)image_indices", shape: .of("n"), element: .integer, conditions: conditions)
  }
}

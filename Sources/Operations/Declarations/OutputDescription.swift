/// A field of an operation's answer, without the type of its value.
package struct OutputDescription: Sendable {
  /// What stands there.
  package indirect enum Kind: Sendable {
    case tensor(ShapePattern, Input.Element)
    /// Named members.
    case object([OutputDescription])
    /// Named lists of one length, a row an entry. Within a list of objects the rows of all objects follow each other, and
    /// `image_indices` says which object each is of.
    case columns([OutputDescription])
    /// An object for each image.
    case list([OutputDescription])
  }

  package let name: String
  package let kind: Kind
  /// What must hold for it to be there; always, if nothing.
  package var conditions: [Condition] = []
  /// What it holds: units, ranges, order.
  package let holds: String

  /// The shape in letters, `()` for a number; of objects what they are.
  package var shape: String {
    switch kind {
    case .tensor(let pattern, _): pattern.description
    case .object: "object"
    case .columns: "object of columns"
    case .list: "one object an image"
    }
  }

  /// As lists of outputs name it: an object that has nothing to say for itself by its members, `gradients.logits`.
  package var listed: [OutputDescription] {
    guard case .object(let members) = kind, holds.isEmpty else { return [self] }
    return members.map { member in
      OutputDescription(
        name: "\(name).\(member.name)", kind: member.kind, conditions: conditions + member.conditions,
        holds: member.holds)
    }
  }

  /// The members of an object or list.
  package var members: [OutputDescription] {
    switch kind {
    case .tensor: []
    case .object(let members), .columns(let members), .list(let members): members
    }
  }
}

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
    /// A list of objects, not one for each image.
    case rows([OutputDescription])
    /// Members of the object in which it stands: numbers, whose names follow from the request; these are usual.
    case numbers([String])
    /// A text, or a list of texts. Protocols of tensors leave them out.
    case text
    case texts
    /// A number, a text, true, false or null, as a field of the request has it. Protocols of tensors leave it out.
    case json
    /// A text for each row, or one: in protocols of tensors as well, where they have texts.
    case words(ShapePattern)
    /// A whole number of 64 bits, or a text where ids are such; a list of them.
    case id
    case ids(ShapePattern)
  }

  package let name: String
  package let kind: Kind
  /// What must hold for it to be there; always, if nothing.
  package var conditions: [Condition] = []
  /// Whether `null` may stand there; −1 in protocols of tensors.
  package var isNullable = false
  /// What it holds: units, ranges, order.
  package let holds: String

  /// The shape in letters, `()` for a number; of objects what they are.
  package var shape: String {
    switch kind {
    case .tensor(let pattern, _): pattern.description
    case .object: "object"
    case .columns: "object of columns"
    case .list: "one object an image"
    case .rows: "list of objects"
    case .numbers: "numbers by name"
    case .text: "text"
    case .texts: "list of texts"
    case .json: "value"
    case .words(let pattern): pattern.description
    case .id: "id"
    case .ids(let pattern): pattern.description
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
    case .object(let members), .columns(let members), .list(let members), .rows(let members): members
    case .tensor, .numbers, .text, .texts, .words, .json, .id, .ids: []
    }
  }
}

/// A term of a composite loss: the field that weighs it, and what answers call it.
struct LossTerm: Sendable {
  /// As components and training logs call it.
  let name: String
  /// What it is the loss of.
  let meaning: String
  /// What it counts in the loss.
  let weight: Field<Double>
  /// Its number, in each of the objects that list the terms.
  let output: Output<Reals>

  init(_ name: String, weight: Double = 1, _ meaning: String) {
    self.name = name
    self.meaning = meaning
    self.weight = .number(
      "\(name)_weight", .notNegative, default: weight, "What the term \(name) counts in the loss.")
    output = .reals(name, "()", "")
  }
}

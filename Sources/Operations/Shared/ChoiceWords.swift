extension ParameterValues {
  /// A choice as a type whose cases have the same words: the core's kinds belong to losses of one arithmetic.
  func word<Choice: RawRepresentable, Same: RawRepresentable & CaseIterable>(
    _ field: Field<Choice>, as same: Same.Type = Same.self
  ) -> Same where Choice.RawValue == String, Same.RawValue == String {
    Same(rawValue: self[field].rawValue) ?? Same.allCases[Same.allCases.startIndex]
  }
}

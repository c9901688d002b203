/// As losses that have no typed fields yet read them.
enum FCOSParameters {
  static let all = PointFields().requestFields.compactMap {
    if case .parameter(let parameter) = $0 { parameter } else { nil }
  }
}

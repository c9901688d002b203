/// The categories of a ground truth, one a row, in file order.
public struct CategoryRecords: Sendable {
  /// Their ids. An id that comes twice is one category; the later row's members count.
  public var ids: IDColumn
  /// Their names, as many as ids, or none; `nil` where a category has no name.
  public var names: [String?]
  /// LVIS: how frequent each is, as many as ids, or none; `nil` where a category does not say.
  public var frequencies: [Frequency?]

  /// Categories with nothing but ids, unless more is given.
  public init(ids: IDColumn, names: [String?] = [], frequencies: [Frequency?] = []) {
    self.ids = ids
    self.names = names
    self.frequencies = frequencies
  }

  /// In how many images of LVIS' training set a category is found.
  public enum Frequency: String, Sendable, CaseIterable {
    /// In fewer than 10.
    case rare = "r"
    /// In 10 to 99.
    case common = "c"
    /// In 100 and more.
    case frequent = "f"
  }
}

/// What the header of each format gives.
protocol StoredPicture {
  /// Pixels of a stored row; each side has at most 32 bits.
  var width: Int { get }
  /// Stored rows.
  var height: Int { get }
  /// How they are turned; `nil` where the file says nothing of it.
  var orientation: Orientation? { get }
  /// Bytes that the library allocates at one time, at the most.
  var workspace: Int { get }
}

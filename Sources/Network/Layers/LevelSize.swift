/// Rows and columns of a level.
package struct LevelSize: Sendable, Equatable {
  package let height: Int
  package let width: Int
}

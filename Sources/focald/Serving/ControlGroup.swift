/// The control group that this process is in, and those around it: each may limit it.
struct ControlGroup {
  /// Folders of cgroup v2 from this process' own up to the root. Within a container the root is its own group.
  let folders: [String]

  /// This process'.
  static var current: ControlGroup { ControlGroup(membership: (try? readFile("/proc/self/cgroup")) ?? "") }

  /// From the text of `/proc/self/cgroup`, whose line of v2 is `0::/system.slice/focald.service` (cgroups(7)).
  init(membership: String) {
    let line = membership.split(separator: "\n").first { $0.hasPrefix("0::/") }
    // A path that leads out of what is mounted here begins with `..`; then the root alone is looked at.
    let names = (line?.dropFirst(4) ?? "").split(separator: "/")
    let inside = names.contains("..") ? [] : names
    folders = (0...inside.count).reversed().map { "/sys/fs/cgroup/" + inside[..<$0].map { "\($0)/" }.joined() }
  }

  /// The texts of a file in each folder that has it.
  func texts(of file: String) -> [String] { folders.compactMap { try? readFile($0 + file) } }
}

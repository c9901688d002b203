import Network
import Operations
import Threads

/// The networks that a server has, and the thread that they run on.
struct ServedNetworks: Sendable {
  let store = NetworkStore()
  private let thread: NetworkThread

  /// A picture takes long: the thread gives way to connections and to short work, as workers with long work do.
  init(processors: Int) { thread = NetworkThread(processors: processors, niceness: Niceness.most) }

  /// Loads the networks of the settings in place of those that are there. What cannot be used leaves everything as it was.
  @discardableResult
  func load(_ settings: Settings) throws(SettingError) -> LoadedNetworks {
    let loaded = try LoadedNetworks(settings, on: thread)
    store.replace(loaded.networks)
    return loaded
  }
}

const names = `
  arrow_message_private_symbol arrowMessage
  contextify_context_private_symbol contextify:context
  decorated_private_symbol decorated
  empty_context_frame_sentinel_symbol empty_context_frame_sentinel
  transfer_mode_private_symbol transfer_mode
  host_defined_option_symbol host_defined_option_symbol
  js_transferable_wrapper_private_symbol js_transferable_wrapper
  entry_point_module_private_symbol entry_point_module
  entry_point_promise_private_symbol entry_point_promise
  module_source_private_symbol module_source
  module_export_names_private_symbol module_export_names
  module_circular_visited_private_symbol module_circular_visited
  module_export_private_symbol module_export
  module_first_parent_private_symbol module_first_parent
  module_last_parent_private_symbol module_last_parent
  napi_type_tag napi:type_tag
  napi_wrapper napi:wrapper
  untransferable_object_private_symbol untransferableObject
  exit_info_private_symbol exit_info_private_symbol
  promise_trace_id promise_trace_id
  source_map_data_private_symbol source_map_data_private_symbol`;

/**
 * The library's private symbols.
 *
 * In V8 a private symbol is no property that a program could see: it is in no list of keys, is not inherited and may
 * be set on a frozen object. To have that, each is an accessor of `Object.prototype` over a weak map, so what
 * inherits from it never gets an own property. An object without that prototype does get one.
 */
export function createPrivateSymbols(objectPrototype: object): Record<string, symbol> {
  const words = names.trim().split(/\s+/);
  const symbols: Record<string, symbol> = {};
  for (let i = 0; i < words.length; i += 2) {
    const symbol = Symbol(`node:${words[i + 1]}`);
    const values = new WeakMap<object, unknown>();
    Object.defineProperty(objectPrototype, symbol, {
      get(this: object) {
        return values.get(this);
      },
      set(this: object, value: unknown) {
        if ((typeof this === 'object' && this !== null) || typeof this === 'function')
          values.set(this, value);
      },
      enumerable: false,
      configurable: true,
    });
    symbols[words[i]!] = symbol;
  }
  return symbols;
}

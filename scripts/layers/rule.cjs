/**
 * A dependency that is refused.
 *
 * @param {string} name
 * @param {string} comment  why the rule exists
 * @param {object} from  who must not, as of dependency-cruiser
 * @param {object} to  import what
 */
function rule(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

module.exports = { rule };

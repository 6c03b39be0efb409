-- Neovim's own client on `aloud lsp --stdio`: opens a script, asks for everything, and writes what came as JSON.
-- Neovim 0.7 and newer. Started by neovim.test.ts with the environment variable ALOUD_LSP: a JSON object with the
-- command, the folder, the files of the script and of what it includes, and the file for the results.
local plan = vim.fn.json_decode(vim.env.ALOUD_LSP)
local results = { log = {} }
local timeout_ms = 20000

local function finish()
  vim.fn.writefile({ vim.fn.json_encode(results) }, plan.results)
  vim.cmd('qall!')
end

local function wait_for(what, condition)
  if not vim.wait(timeout_ms, condition, 20) then
    table.insert(results.log, 'waited in vain for ' .. what)
  end
end

local function lines_of(buffer)
  return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
end

-- The position of a text in the buffer, lines and characters from 0.
local function find(buffer, text)
  for line, content in ipairs(lines_of(buffer)) do
    local first = content:find(text, 1, true)
    if first then
      return { line = line - 1, character = vim.str_utfindex(content, first - 1) }, first - 1
    end
  end
  error('not in the buffer: ' .. text)
end

local function run()
  local client = vim.lsp.start_client({
    name = 'aloud',
    cmd = plan.command,
    root_dir = plan.folder,
    on_error = function(code, message)
      table.insert(results.log, 'error ' .. tostring(code) .. ': ' .. vim.inspect(message))
    end,
    on_exit = function(code, signal)
      results.exit = { code = code, signal = signal }
    end,
  })
  vim.cmd('edit ' .. plan.script)
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = 'aloud'
  vim.lsp.buf_attach_client(buffer, client)
  local id = { uri = vim.uri_from_bufnr(buffer) }

  local function ask(method, params)
    params.textDocument = id
    local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, timeout_ms)
    local answer = answers and answers[client]
    if not answer then
      table.insert(results.log, method .. ': ' .. tostring(problem))
      return vim.NIL
    end
    if answer.error then
      return { error = answer.error }
    end
    return answer.result or vim.NIL
  end

  local function diagnostics()
    return vim.tbl_map(function(diagnostic)
      return {
        code = diagnostic.code or vim.tbl_get(diagnostic, 'user_data', 'lsp', 'code'),
        message = diagnostic.message,
        severity = diagnostic.severity,
        line = diagnostic.lnum,
        source = diagnostic.source,
        text = vim.api.nvim_buf_get_text(
          buffer, diagnostic.lnum, diagnostic.col, diagnostic.end_lnum, diagnostic.end_col, {}),
      }
    end, vim.diagnostic.get(buffer))
  end

  wait_for('diagnostics', function() return #vim.diagnostic.get(buffer) >= plan.diagnosticCount end)
  results.capabilities = vim.lsp.get_client_by_id(client).server_capabilities
    or vim.lsp.get_client_by_id(client).resolved_capabilities
  results.diagnostics = diagnostics()

  results.symbols = ask('textDocument/documentSymbol', {})
  results.folding = ask('textDocument/foldingRange', {})
  results.links = ask('textDocument/documentLink', {})
  results.hover = ask('textDocument/hover', { position = find(buffer, 'whispering') })
  results.definition = ask('textDocument/definition', { position = find(buffer, 'TOM: ') })
  results.references = ask('textDocument/references', {
    position = find(buffer, 'TOM: '),
    context = { includeDeclaration = true },
  })

  -- Typing: a new line, in pieces as a person types it, with what the built-in client makes of it.
  local last = #lines_of(buffer)
  vim.api.nvim_buf_set_lines(buffer, last, last, false, { '', 'MARA: 🌊 ' })
  for _, character in ipairs({ '[', 'l', 'a', 'u' }) do
    local line = lines_of(buffer)[last + 2]
    vim.api.nvim_buf_set_text(buffer, last + 1, #line, last + 1, #line, { character })
  end
  local typed = lines_of(buffer)[last + 2]
  results.completion = ask('textDocument/completion', {
    position = { line = last + 1, character = select(2, vim.str_utfindex(typed)) },
    context = { triggerKind = 1 },
  })

  -- What was misspelled is written right: its diagnostic goes.
  local position, column = find(buffer, '[laugther]')
  vim.api.nvim_buf_set_text(buffer, position.line, column, position.line, column + 10, { '[laughter]' })
  wait_for('the diagnostic to go', function()
    return #vim.tbl_filter(function(found)
      return found.lnum == position.line
    end, vim.diagnostic.get(buffer)) == 0
  end)
  results.afterEdit = diagnostics()

  -- Renames where the cursor is, in all files; the built-in client applies the edits.
  local place, tom = find(buffer, 'TOM: ')
  vim.api.nvim_win_set_cursor(0, { place.line + 1, tom })
  results.refusedRename = ask('textDocument/rename', { position = place, newName = 'not: a name' })
  vim.lsp.buf.rename('THOMAS')
  wait_for('the rename', function() return table.concat(lines_of(buffer), '\n'):find('THOMAS:', 1, true) ~= nil end)
  results.renamed = lines_of(buffer)
  local included = vim.fn.bufnr(plan.included)
  results.renamedInclude = included >= 0 and lines_of(included) or vim.NIL

  -- The editor has not told the server of the cast that it changed: it counts as soon as it is saved.
  local function strangers()
    return #vim.tbl_filter(function(found)
      return found.code == 'unknown-character'
    end, diagnostics())
  end
  wait_for('the new name', function() return strangers() == 1 end)
  vim.cmd('wall')
  wait_for('the cast on the disk', function() return strangers() == 0 end)

  if vim.lsp.buf.formatting_sync then
    vim.lsp.buf.formatting_sync(nil, timeout_ms)
  else
    vim.lsp.buf.format({ timeout_ms = timeout_ms })
  end
  results.formatted = lines_of(buffer)

  vim.lsp.stop_client(client)
  wait_for('the end of the server', function() return results.exit ~= nil end)
end

local ok, problem = xpcall(run, debug.traceback)
if not ok then
  table.insert(results.log, problem)
end
finish()

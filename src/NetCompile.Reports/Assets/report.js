"use strict";
// Lets the reader choose what a slice shows. Without this script the first choice of each stands there already.
(function () {
  function bytes(text) {
    return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); });
  }

  // The leaves of a quadtree in preorder: s is split into lower left, lower right, upper left, upper right.
  function frames(tree, state, width, height) {
    var next = 0, path = [];
    function read(level, column, row) {
      var c = tree[next++];
      if (c === "s") {
        for (var q = 0; q < 4; q++) read(level + 1, 2 * column + (q & 1), 2 * row + (q >> 1));
      } else if (c === state) {
        var n = Math.pow(2, level), w = width / n, h = height / n;
        path.push("M" + at(column * w) + " " + at(height - (row + 1) * h) + "h" + at(w) + "v" + at(h) + "h" + at(-w) + "z");
      }
    }
    read(0, 0, 0);
    return path.join("");
  }

  function at(v) { return String(Math.round(v * 1000) / 1000); }

  function position(v, value) {
    if (v.isDiverging) return value < 0 ? 0.5 - 0.5 * value / v.low : 0.5 + 0.5 * (v.high > 0 ? value / v.high : 0);
    return v.high > v.low ? (value - v.low) / (v.high - v.low) : 0.5;
  }

  function heat(v, cells, table) {
    var grid = bytes(v.grid), canvas = document.createElement("canvas");
    canvas.width = canvas.height = cells;
    var context = canvas.getContext("2d"), image = context.createImageData(cells, cells);
    for (var j = 0; j < cells; j++) {
      for (var i = 0; i < cells; i++) {
        var value = v.low + (v.high - v.low) * grid[j * cells + i] / 255;
        var colour = 3 * Math.round(255 * Math.min(1, Math.max(0, position(v, value))));
        var to = 4 * ((cells - 1 - j) * cells + i);
        image.data[to] = table[colour];
        image.data[to + 1] = table[colour + 1];
        image.data[to + 2] = table[colour + 2];
        image.data[to + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
    return canvas.toDataURL();
  }

  function number(v) {
    return (Math.abs(v) >= 1e5 || (v !== 0 && Math.abs(v) < 1e-3) ? v.toExponential(2) : String(Number(v.toPrecision(4)))).replace("-", "\u2212");
  }

  document.querySelectorAll(".slice").forEach(function (part) {
    var data = JSON.parse(part.querySelector(".slice-data").textContent);
    var tables = { true: bytes(data.diverging), false: bytes(data.sequential) };
    var left = data.plot[0], top = data.plot[1], width = data.plot[2], height = data.plot[3];
    var pair = part.querySelector(".pair"), value = part.querySelector(".value"), show = part.querySelector(".frames");
    var svg = part.querySelector(".plot svg"), fixed = part.querySelector(".s-fixed"), grid;
    function text(name, t) { part.querySelector(".s-" + name).textContent = t; }

    function draw() {
      var s = data.slices[pair.selectedIndex], v = s.values[value.selectedIndex];
      grid = bytes(v.grid);
      part.querySelector(".s-image").setAttribute("href", heat(v, s.cells, tables[v.isDiverging]));
      part.querySelector(".s-proved").setAttribute("d", frames(s.tree, "p", width, height));
      part.querySelector(".s-violated").setAttribute("d", frames(s.tree, "v", width, height));
      part.querySelector(".s-frames").style.display = show.checked ? "" : "none";
      part.querySelector(".s-mark").setAttribute("transform", "translate(" + at(left + width * s.mark[0]) + " " + at(top + height * (1 - s.mark[1])) + ")");
      for (var i = 0; i < 3; i++) {
        text("x" + i, s.xTicks[i]);
        text("y" + i, s.yTicks[i]);
        text("share" + i, s.shares[i]);
      }
      text("xn", s.xName);
      text("yn", s.yName);
      text("title", s.title);
      text("low", v.lowText);
      text("high", v.highText);
      text("what", v.what);
      part.querySelector(".ramp").className = "ramp " + v.ramp;
      fixed.textContent = s.fixed;
    }

    // The value under the pointer.
    svg.addEventListener("pointermove", function (e) {
      var s = data.slices[pair.selectedIndex], v = s.values[value.selectedIndex], box = svg.getBoundingClientRect();
      var x = ((e.clientX - box.left) * 400 / box.width - left) / width, y = 1 - ((e.clientY - box.top) * 356 / box.height - top) / height;
      if (x < 0 || x >= 1 || y < 0 || y >= 1) { fixed.textContent = s.fixed; return; }
      var cell = grid[Math.floor(y * s.cells) * s.cells + Math.floor(x * s.cells)];
      fixed.textContent = s.xName + " \u2248 " + number(s.x[0] + x * (s.x[1] - s.x[0])) + ", " + s.yName + " \u2248 " + number(s.y[0] + y * (s.y[1] - s.y[0]))
        + ": " + value.options[value.selectedIndex].text + " \u2248 " + number(v.low + (v.high - v.low) * cell / 255);
    });
    svg.addEventListener("pointerleave", function () { fixed.textContent = data.slices[pair.selectedIndex].fixed; });
    [pair, value, show].forEach(function (choice) { choice.addEventListener("change", draw); });
    part.querySelector(".choices").hidden = false;
    draw();
  });
})();

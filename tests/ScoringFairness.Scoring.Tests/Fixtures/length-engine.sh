#!/bin/sh
# A scorer that learns: the mean level of the training responses of like length (the logarithm of the characters) is the score.
# MODE, an environment variable, makes it fail in one of the ways that a real one may.
exec awk -v mode="${MODE:-}" '
  function number(name,   at) {
    at = index($0, "\"" name "\":")
    return at ? substr($0, at + length(name) + 3) + 0 : 0
  }
  function bin() { return int(2 * log(1 + length($0))) }
  function say(line) { print line; fflush() }

  /^{"type":"fit"/ {
    levels = number("levels"); min = number("min"); step = number("step"); rows = number("responses"); wanted = number("training")
    if (mode == "hang") { system("sleep $SLEEP & sleep $SLEEP") }
    if (mode == "memory") { hog = "0123456789abcdef"; while (length(hog) < 4e8) hog = hog hog; system("sleep 5") }
    if (mode == "secret") { system("env 1>&2"); exit 3 }
  }
  /^{"type":"training"/ {
    level = number("level"); n[bin()]++; sum[bin()] += level; all++; total += level; squared += level * level; seen[level]++
    if (mode == "crash" && all == 5) { print "Traceback: cannot read " $0 > "/dev/stderr"; exit 3 }
    if (all % 20 == 0) say("{\"type\":\"progress\",\"epoch\":1,\"epochs\":1,\"fraction\":" 0.5 * all / wanted "}")
  }
  /^{"type":"validation"/ { if (n[bin()]) { off = number("level") - sum[bin()] / n[bin()]; offs += off * off; checked++ } }
  /^{"type":"response"/ {
    if (!told++) {
      if (all != wanted) { print "training rows are missing" > "/dev/stderr"; exit 4 }
      for (at in n) if (n[at]) squared -= sum[at] * sum[at] / n[at]
      say("{\"type\":\"epoch\",\"trainingLoss\":" squared / all ",\"validationLoss\":" (checked ? offs / checked : "null") "}")
    }
    row = number("row"); level = n[bin()] ? sum[bin()] / n[bin()] : total / all
    if (mode == "garbage") { print "Scoring: " $0; exit 0 }
    if (mode == "missing" && row == 2) next
    if (mode == "offscale" && row == 1) level = levels + 3
    shares = ""
    for (k = 0; k < levels; k++) shares = shares (k ? "," : "") seen[k] / all
    if (mode == "shares" && row == 1) shares = "0.5"
    say("{\"type\":\"score\",\"row\":" row ",\"score\":" min + level * step ",\"probabilities\":[" shares "]}")
    if (mode == "doubled" && row == 1) say("{\"type\":\"score\",\"row\":1,\"score\":" min "}")
  }
  END {
    if (mode == "early") exit 0
    if (mode == "crash" || mode == "secret" || mode == "garbage") exit 3
    say("{\"type\":\"done\"}")
    if (mode == "late") exit 5
    if (mode == "leftover") system("sleep $SLEEP & setsid sleep $SLEEP &")
  }'

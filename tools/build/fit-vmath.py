#!/usr/bin/env python3
"""Fits the coefficients in src/engine/base/vmath.h.

Run: python3 tools/build/fit-vmath.py        (about 6 s, Python >= 3.8, no packages)

Four kinds of fit, all in 90-digit decimals:

exp     (exp(r) - 1 - r) / r^2 on |r| <= log(2)/2 by a polynomial of degree 9,
        error weighted by r^2/exp(r).
log     (2 atanh(s)/s - 2) / s^2 as a polynomial in z = s^2, s <= 3 - 2 sqrt(2)
        (arguments from sqrt(1/2) to sqrt(2)), with 7 and with 6 terms, error
        weighted by z.
centre  x/q as a rational function of r = c^2 - q^2, where u = 1/2 + q, |q| <= c =
        435/1024 and x = qnorm(u), error relative to x. r, not q^2, gives positive
        coefficients (Wichura 1988).
tail    G(w) = (x/q - sqrt(2 pi)) / w as a rational function, where u = 1/2 + q,
        x = qnorm(u) and w = -log(4 u (1 - u)), for w in [0, 36.1] (u down to
        2^-54), error relative to x. x/q is an analytic function of w that grows
        like sqrt(8 w), so that one piece covers the centre and both tails.

Each is a linearised weighted least-squares fit (Sanathanan and Koerner 1963) with
Lawson's reweighting, which drives the weights towards the minimax solution.
Coefficients are printed rounded to double, and the error is that of the rounded
coefficients on a finer set of points, in units of 2^-53.
"""
import math
from decimal import Decimal as D, getcontext
from statistics import NormalDist

getcontext().prec = 90
ULP = D(2) ** -53
LN2 = D(2).ln()


def power_series(first, ratio):
    """Sum of terms first * ratio(1) * ratio(2) * ..., all positive."""
    term, total, k = first, first, 0
    while term > total * D("1e-88"):
        k += 1
        term *= ratio(k)
        total += term
    return total


def atanh(s):
    return ((1 + s) / (1 - s)).ln() / 2


def arctan_inverse(n):
    term, total, k = D(1) / n, D(1) / n, 1
    while abs(term) > D("1e-92"):
        term /= -n * n
        k += 2
        total += term / k
    return total


ROOT_2PI = (8 * (4 * arctan_inverse(5) - arctan_inverse(239))).sqrt()


def phi(x):
    return (-x * x / 2).exp() / ROOT_2PI


def half_phi_cdf(x):
    """Phi(x) - 1/2 for x >= 0: phi(x) (x + x^3/3 + x^5/(3 5) + ...)."""
    return phi(x) * power_series(x, lambda k: x * x / (2 * k + 1))


def probit_over_q(w):
    """x/q for u (1 - u) = exp(-w)/4; double precision start, then Halley's method."""
    z = (1 - (-w).exp()).sqrt()
    p = (-w).exp() / (2 * (1 + z))
    x = -D(NormalDist().inv_cdf(float(p)))
    for _ in range(4):
        e = (half_phi_cdf(x) - z / 2) / phi(x)
        x -= e / (1 + x * e / 2)
    return 2 * x / z


def solve(a, b):
    n = len(b)
    m = [row[:] + [x] for row, x in zip(a, b)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(i + 1, n):
            f = m[r][i] / m[i][i]
            for c in range(i, n + 1):
                m[r][c] -= f * m[i][c]
    x = [D(0)] * n
    for i in reversed(range(n)):
        x[i] = (m[i][n] - sum(m[i][c] * x[c] for c in range(i + 1, n))) / m[i][i]
    return x


def horner(c, t):
    s = D(0)
    for a in reversed(c):
        s = s * t + a
    return s


def points(a, b, n):
    """n points of [a, b], dense at the ends."""
    c = [D(math.cos(math.pi * i / (n - 1))) for i in range(n)]
    return [a + (b - a) * (1 - x) / 2 for x in c]


def fit(ts, fs, weight, n, m, rounds=25):
    """P/Q of degrees n and m, Q(0) = 1, that keeps weight |P/Q - f| small."""
    size = n + m + 1
    powers = [[t ** k if k else D(1) for k in range(max(n, m) + 1)] for t in ts]
    lawson = [D(1) / len(ts)] * len(ts)
    q, best = [D(1)], None
    for it in range(rounds):
        a = [[D(0)] * size for _ in range(size)]
        b = [D(0)] * size
        for pw, t, f, wt, lw in zip(powers, ts, fs, weight, lawson):
            w = lw * (wt / horner(q, t)) ** 2
            row = pw[: n + 1] + [-f * x for x in pw[1 : m + 1]]
            for i in range(size):
                wi = w * row[i]
                b[i] += wi * f
                for j in range(i, size):
                    a[i][j] += wi * row[j]
        for i in range(size):
            for j in range(i):
                a[i][j] = a[j][i]
        x = solve(a, b)
        p, q = x[: n + 1], [D(1)] + x[n + 1 :]
        err = [abs(wt * (horner(p, t) / horner(q, t) - f))
               for t, f, wt in zip(ts, fs, weight)]
        if best is None or max(err) < best[0]:
            best = (max(err), p, q)
        if it >= 4:  # the denominators have settled: start to level the error
            mean = sum(w * e for w, e in zip(lawson, err))
            lawson = [w * e / mean for w, e in zip(lawson, err)]
    return best[1], best[2]


def report(name, function, weight, a, b, n, m, count):
    ts = points(a, b, count)
    p, q = fit(ts, [function(t) for t in ts], [weight(t) for t in ts], n, m)
    p, q = [float(c) for c in p], [float(c) for c in q]
    dp, dq = [D(c) for c in p], [D(c) for c in q]
    worst = max(abs(weight(t) * (horner(dp, t) / horner(dq, t) - function(t)))
                for t in points(a, b, 3 * count + 1))
    print(f"{name}: degrees {n}/{m}, worst {float(worst / ULP):.3f} x 2^-53")
    print("  P: " + ", ".join(repr(c) for c in p))
    if m:
        print("  Q: " + ", ".join(repr(c) for c in q))


def exp_tail(r):
    if abs(r) < D("1e-20"):
        return D("0.5")
    return (r.exp() - 1 - r) / (r * r)


def log_tail(z):
    if z < D("1e-20"):
        return D(2) / 3
    s = z.sqrt()
    return (2 * atanh(s) / s - 2) / z


if __name__ == "__main__":
    edge = LN2 / 2 + D("1e-6")
    report("exp", exp_tail, lambda r: r * r / r.exp(), -edge, edge, 9, 0, 60)
    z_max = (3 - 2 * D(2).sqrt()) ** 2
    report("log", log_tail, lambda z: z / 2, D(0), z_max, 6, 0, 60)
    # In qnorm the log needs absolute accuracy only: weight by the factor s z.
    report("log in qnorm", log_tail, lambda z: z * z.sqrt(), D(0), z_max, 5, 0, 60)
    c2 = (D(435) / 1024) ** 2
    centre = lambda r: probit_over_q(-(1 - 4 * (c2 - r)).ln())
    report("centre of qnorm", centre, lambda r: 1 / centre(r), D(0), c2 - D("1e-12"), 7, 7, 40)
    report("tail of qnorm", lambda w: (probit_over_q(w) - ROOT_2PI) / w,
           lambda w: w / probit_over_q(w), D("1e-9"), D("36.1"), 13, 14, 120)

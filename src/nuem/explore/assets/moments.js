// Effective moments of neutrinos from reactors, the Sun and accelerators, and the scale of new physics.

// sum_j |sum_i U*_li lambda_ji|^2; with U and lambda conjugated, for antineutrinos, it is the same at short baselines.
function effectiveMoments(vertex, mixing) {
  const flavours = flavourSquares(vertex, mixing), lambda = dipole(vertex), squares = product(adjoint(lambda), lambda);
  const sun = (fractions) => Math.sqrt(fractions.reduce((total, p, i) => total + p * squares.re[4 * i], 0));
  return {
    "reactor, anti-nu_e": Math.sqrt(flavours[0]),
    "Sun, pp (0.3 MeV)": sun(mixing.solar.pp),
    "Sun, Be7 (0.862 MeV)": sun(mixing.solar.Be7),
    "Sun, B8 (10 MeV)": sun(mixing.solar.B8),
    "accelerator, nu_mu": Math.sqrt(flavours[1]),
    "nu_tau": Math.sqrt(flavours[2]),
  };
}

// Lambda_k of Majorana neutrinos, lambda_ij = sum_k epsilon_ijk Lambda_k: sizes and phases in degrees.
function lambdas(vertex) {
  const lambda = dipole(vertex);
  return [5, 6, 1].map((k) => ({ size: Math.hypot(lambda.re[k], lambda.im[k]), phase: (Math.atan2(lambda.im[k], lambda.re[k]) * 180) / Math.PI }));
}

// The scale [GeV] below which a moment changes the mass by less than delta m [eV]: delta m = Lambda^2 mu / (2 m_e).
const scaleOfNewPhysics = (moment, massChange, constants) => Math.sqrt((2 * constants.electron_mass_MeV * massChange * 1e-6) / moment) / 1e3;

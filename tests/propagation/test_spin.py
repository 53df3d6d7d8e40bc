"""The generalised BMT equation: reference values, covariance, and three routes to one precession."""

from collections.abc import Callable

import mpmath
import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm
from tests.arguments import Keywords

from nuem.propagation import Medium, TwoFlavours, evolve, propagate, spin
from nuem.propagation.closed_forms import two_level
from nuem.typing import FloatArray
from nuem.units import cm, eV, m
from nuem.vertex import Vertex

MATTER: Keywords = {
    "density": 1.0,
    "velocity": [0.3, -0.2, 0.4],
    "polarisation": [0.1, 0.5, -0.3],
    "rho1": 1.7,
    "rho2": -0.9,
}
FIELDS: Keywords = {"magnetic": [1.0, 2.0, -0.5], "electric": [0.7, -0.3, 0.2]}
BETA = np.array([0, 0, 0.8])
GAMMA = 1 / 0.6
MOMENT, TIME = 1.3, 2.37
LEFT = [0.0, 0.0, -1.0]


def lorentz(w: FloatArray | list[float]) -> FloatArray:
    """Boost matrix into the frame that moves with w."""
    w = np.asarray(w, dtype=float)
    w2, g = w @ w, 1 / np.sqrt(1 - w @ w)
    boost = np.eye(4)
    boost[0, 0], boost[0, 1:], boost[1:, 0] = g, -g * w, -g * w
    boost[1:, 1:] += (g - 1) * np.outer(w, w) / w2
    return boost


def total_field(beta: FloatArray = BETA, **changes: FloatArray | float | list[float]) -> FloatArray:
    matter: Keywords = {key: changes.get(key, value) for key, value in MATTER.items()}
    fields: Keywords = {key: changes.get(key, value) for key, value in FIELDS.items()}
    return np.asarray(spin.matter_field(beta, **matter) + spin.rest_frame_field(beta, **fields))


def four_vector_g() -> FloatArray:
    v, zeta = np.array(MATTER["velocity"]), np.array(MATTER["polarisation"])
    slow = np.sqrt(1 - v @ v)
    j = np.append(1, v) / slow
    lam = np.append(zeta @ v, zeta * slow + v * (zeta @ v) / (1 + slow)) / slow
    return MATTER["rho1"] * j + MATTER["rho2"] * lam


def test_matter_field_is_that_of_the_restored_equation_and_not_of_the_printed_one() -> None:
    # A.M0.case1 and, wrong, A.M0.case1_asprinted
    field = spin.matter_field(BETA, **MATTER)
    assert field == pytest.approx([-0.5482996769386744, 0.8755331179591164, 1.0921809167772125], abs=1e-14)
    assert abs(field[2] - 0.8215946987090138) > 0.2


def test_matter_field_is_minus_the_spatial_part_of_g_in_the_rest_frame() -> None:
    for beta in ([0, 0, 0.8], [0.36, 0.48, 0.6], [-0.1, 0.2, 0.05]):
        assert spin.matter_field(beta, **MATTER) == pytest.approx(-(lorentz(beta) @ four_vector_g())[1:], abs=1e-13)


def test_size_of_the_matter_field_is_an_invariant() -> None:
    # A.inv.M0: |M0|^2 = (u.g)^2 - g.g
    g = four_vector_g()
    metric = np.diag([1, -1, -1, -1])
    u = np.append(1, BETA) * GAMMA
    invariant = np.sqrt((u @ metric @ g) ** 2 - g @ metric @ g)
    assert invariant == pytest.approx(1.5033462446644081, abs=1e-13)
    assert np.linalg.norm(spin.matter_field(BETA, **MATTER)) == pytest.approx(invariant, abs=1e-13)


def test_rest_frame_field_is_the_lorentz_transformed_one() -> None:
    # A.B0.case
    beta = np.array([0.36, 0.48, 0.6])
    field = spin.rest_frame_field(beta, **FIELDS)
    assert field == pytest.approx([0.914421986119873, 2.516907338824844, -0.8621790627317993], abs=1e-13)
    b, e = (np.array(FIELDS[name]) for name in ("magnetic", "electric"))
    tensor = np.zeros((4, 4))
    tensor[0, 1:], tensor[1:, 0] = -e, e
    tensor[1:, 1:] = [[0, -b[2], b[1]], [b[2], 0, -b[0]], [-b[1], b[0], 0]]
    moved = lorentz(beta) @ tensor @ lorentz(beta).T
    assert field == pytest.approx([moved[3, 2], moved[1, 3], moved[2, 1]], abs=1e-13)


def test_spin_at_a_time_is_that_of_the_reference() -> None:
    # A.BMT.S, A.BMT.P = 1.3484323418e-4, A.BMT.Leff, A.BMT.sin22theta
    field = total_field()
    s = spin.precess(LEFT, field, TIME, moment=MOMENT, gamma=GAMMA)
    assert s == pytest.approx([0.0226734716344433, -0.005021343443183659, -0.9997303135316382], abs=1e-11)
    coupling, delta = spin.effective_parameters(BETA, field, moment=MOMENT)
    p = spin.transition_probability(TIME, coupling=coupling, splitting=2 * delta)
    assert p == pytest.approx(1.3484323418e-4, rel=1e-9)
    assert (1 + s[2]) / 2 == pytest.approx(p, abs=1e-12)
    assert np.pi / np.hypot(coupling, delta) == pytest.approx(1.1827801835447829, rel=1e-12)
    assert coupling**2 / (coupling**2 + delta**2) == pytest.approx(0.9697582892402632, rel=1e-12)


def test_vector_two_states_and_closed_form_agree_in_a_field_that_changes() -> None:
    def field(t: FloatArray) -> FloatArray:
        return np.stack([np.cos(t), 2 * np.sin(0.7 * t), 0.3 + 0 * t], axis=-1)

    times = np.linspace(0.5, 6, 5)
    s = spin.precess([0.6, 0, 0.8], field, times, moment=0.9, gamma=1.7)
    vector = solve_ivp(
        lambda t, y: 2 * 0.9 / 1.7 * np.cross(y, field(np.array(t))),
        (0, 6),
        [0.6, 0, 0.8],
        "DOP853",
        times,
        rtol=1e-12,
        atol=1e-13,
    ).y.T
    assert np.abs(s - vector).max() < 1e-9
    assert np.abs(np.linalg.norm(s, axis=1) - 1).max() < 1e-12


def test_two_state_hamiltonian_exponentiates_to_the_closed_form() -> None:
    field = total_field()
    u = expm(-1j * spin.hamiltonian(field, moment=MOMENT, gamma=GAMMA) * TIME)
    coupling, delta = spin.effective_parameters(BETA, field, moment=MOMENT)
    assert abs(u[0, 1]) ** 2 == pytest.approx(
        spin.transition_probability(TIME, coupling=coupling, splitting=2 * delta), abs=1e-13
    )


def test_a_common_rotation_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))
    rotated = {key: turn @ np.array(value) if np.ndim(value) else value for key, value in (MATTER | FIELDS).items()}
    before = spin.effective_parameters(BETA, total_field(), moment=MOMENT)
    after = spin.effective_parameters(turn @ BETA, total_field(turn @ BETA, **rotated), moment=MOMENT)
    assert after == pytest.approx(before, rel=1e-12)


def test_a_common_boost_keeps_the_rest_frame_field() -> None:
    w = np.array([0.5, 0.1, -0.3])
    boost = lorentz(w)

    def velocity(v: FloatArray | list[float]) -> FloatArray:
        u = boost @ np.append(1, v)
        return u[1:] / u[0]

    u = boost @ np.append(1, BETA) * GAMMA
    g = boost @ four_vector_g()
    metric = np.diag([1, -1, -1, -1])
    moved = np.sqrt((u @ metric @ g) ** 2 - g @ metric @ g)
    assert moved == pytest.approx(np.linalg.norm(spin.matter_field(BETA, **MATTER)), rel=1e-12)
    # unpolarised matter can be boosted by its velocity alone
    plain = {"density": 1.0, "rho1": 1.7}
    single = spin.matter_field(BETA, velocity=MATTER["velocity"], **plain)
    double = spin.matter_field(velocity(BETA), velocity=velocity(MATTER["velocity"]), **plain)
    assert np.linalg.norm(double) == pytest.approx(np.linalg.norm(single), rel=1e-12)


def test_a_common_boost_keeps_the_rest_frame_field_of_polarised_matter_and_of_fields() -> None:
    # everything moves: the neutrino, the matter with the spin of its fermions, and the electromagnetic field
    w = np.array([0.5, 0.1, -0.3])
    boost = lorentz(w)
    v, zeta = np.array(MATTER["velocity"]), np.array(MATTER["polarisation"])
    g = 1 / np.sqrt(1 - v @ v)
    current = boost @ (g * np.append(1, v))
    moving = current[1:] / current[0]
    four_spin = boost @ np.append(g * zeta @ v, zeta + g**2 / (1 + g) * v * (zeta @ v))
    turned = four_spin[1:] - moving * four_spin[0] * current[0] / (1 + current[0])
    assert np.linalg.norm(turned) == pytest.approx(np.linalg.norm(zeta), rel=1e-12)
    b, e = (np.array(FIELDS[name]) for name in ("magnetic", "electric"))
    tensor = np.zeros((4, 4))
    tensor[0, 1:], tensor[1:, 0] = -e, e
    tensor[1:, 1:] = [[0, -b[2], b[1]], [b[2], 0, -b[0]], [-b[1], b[0], 0]]
    tensor = boost @ tensor @ boost.T
    u = boost @ np.append(1, BETA) * GAMMA
    there = total_field(
        u[1:] / u[0],
        velocity=moving,
        polarisation=turned,
        magnetic=[tensor[3, 2], tensor[1, 3], tensor[2, 1]],
        electric=tensor[1:, 0],
    )
    assert np.linalg.norm(there) == pytest.approx(np.linalg.norm(total_field()), rel=1e-12)


def splitting_of_dirac(f: FloatArray, b: FloatArray, e: FloatArray) -> float:
    """Difference of the two positive levels of the Dirac Hamiltonian of mass 1 and momentum 3 along z, from 40 digits."""
    zero, identity = np.zeros((2, 2)), np.eye(2)
    alpha = [np.block([[-s, zero], [zero, s]]) for s in spin.PAULI]
    big = [np.block([[s, zero], [zero, s]]) for s in spin.PAULI]
    beta, left = np.block([[zero, identity], [identity, zero]]), np.diag([1, 1, 0, 0])
    small = (f[0] * np.eye(4) - np.tensordot(f[1:], alpha, 1)) @ left
    small = small - beta @ (np.tensordot(b, big, 1) - 1j * np.tensordot(e, alpha, 1))
    with mpmath.workdps(40):
        h = mpmath.matrix((3 * alpha[2] + beta).tolist()) + mpmath.mpf("1e-9") * mpmath.matrix(small.tolist())
        levels = sorted(mpmath.eighe(h, eigvals_only=True))
        return float(levels[3] - levels[2])


def test_levels_of_the_dirac_equation_are_split_by_the_rest_frame_field() -> None:
    # A.dirac.check, A.dirac.BplusM: f = 2 mu g, and B_0 + M_0, not B_0 - M_0
    f = 1e-9 * np.array([1, 0.3, -0.2, 0.4])
    beta, gamma = [0, 0, 3 / np.sqrt(10)], np.sqrt(10)
    velocity = f[1:] / f[0]
    matter = spin.matter_field(beta, density=f[0] * np.sqrt(1 - velocity @ velocity), velocity=velocity, rho1=0.5)
    b, e = np.array([0.5, 0.1, -0.7]), np.array([0.2, -0.4, 0.3])
    field = spin.rest_frame_field(beta, magnetic=1e-9 * b, electric=1e-9 * e)
    alone = splitting_of_dirac(f / 1e-9, 0 * b, 0 * e)
    assert alone / (2 / gamma * np.linalg.norm(matter)) == pytest.approx(1.000000000032, abs=1e-11)
    both = splitting_of_dirac(f / 1e-9, b, e)
    assert both / (2 / gamma * np.linalg.norm(field + matter)) == pytest.approx(0.9999999995661019, abs=1e-11)
    assert both / (2 / gamma * np.linalg.norm(field - matter)) == pytest.approx(0.19983116, abs=1e-8)


def test_a_neutrino_without_a_moment_flips_in_a_current() -> None:
    # mu M_0 is finite for mu = 0; a longitudinal field cannot make a resonance here, so the flip stays as small as the closed form says
    rho1, _ = spin.matter_strength("e", "neutron")
    gamma, unit = 30.0, 197.32698045930246e-13
    current = spin.matter_field([0, 0, 1], density=1e30, velocity=[0.6, 0.2, 0.5], rho1=rho1, gamma=gamma)
    coupling, delta = spin.effective_parameters([0, 0, 1], current / unit, moment=1.0, gamma=gamma)
    length = 0.5 * np.pi / np.hypot(coupling, delta)
    expected = spin.transition_probability(length, coupling=coupling, splitting=2 * delta)
    medium = Medium(float(length), neutron_density=1e30, velocity=(0.6, 0.2, 0.5))
    mixing = TwoFlavours(sin2_theta=0.0, dm2=0.0, lightest_mass=0.3)
    vertex = Vertex("dirac", magnetic=np.zeros((2, 2)))
    computed = propagate(gamma * 0.3, medium, mixing, vertex, tol=1e-12).probabilities[0, 2]
    assert expected > 1e-4
    assert computed == pytest.approx(expected, rel=3 / gamma**2)


def test_a_longitudinal_field_that_cancels_the_potential_makes_a_resonance() -> None:
    current = spin.matter_field([0, 0, 1], density=1.0, rho1=1.0, gamma=100.0)
    for along, largest in ((0.0, 1e-2), (-current[2], 1.0)):
        field = current + spin.rest_frame_field([0, 0, 1], magnetic=[0.05, 0, along], gamma=100.0)
        coupling, delta = spin.effective_parameters([0, 0, 1], field, moment=1.0, gamma=100.0)
        amplitude = coupling**2 / (coupling**2 + delta**2)
        assert amplitude == pytest.approx(1, abs=1e-12) if largest == 1 else amplitude < largest


def test_matter_that_moves_along_shows_its_polarisation_only() -> None:
    beta = np.array([0.3, 0.1, 0.6])
    still = spin.matter_field(beta, density=1.0, velocity=beta, rho1=1.7, rho2=-0.9)
    assert np.abs(still).max() < 1e-14
    zeta = np.array([0.1, 0.5, -0.3])
    polarised = spin.matter_field(beta, density=1.0, velocity=beta, polarisation=zeta, rho1=1.7, rho2=-0.9)
    assert polarised == pytest.approx(0.9 * zeta, abs=1e-14)


def test_an_opposite_flow_acts_more() -> None:
    # A.suppr.*: beta = 0.999999
    def along(v: float) -> float:
        beta = 0.999999
        gamma = 1 / np.sqrt((1 - beta) * (1 + beta))
        return spin.matter_field([0, 0, beta], density=1.0, velocity=[0, 0, v], rho1=1.0)[2] / gamma

    assert along(0.999) == pytest.approx(0.0223439058, rel=1e-6)
    assert along(-0.999) == pytest.approx(44.7101554, rel=1e-6)
    assert along(-0.6) / along(0.6) == pytest.approx(1.6 / 0.4, rel=1e-5)


def test_a_field_that_cancels_the_current_leaves_no_flip() -> None:
    current = spin.matter_field([0, 0, 1], density=1.0, velocity=[0.1, 0, 0], rho1=1.0, gamma=100.0)
    cancel = [-current[0] / 100, 0, 0]
    field = current + spin.rest_frame_field([0, 0, 1], magnetic=cancel, gamma=100.0)
    assert spin.effective_parameters([0, 0, 1], field, moment=1.0, gamma=100.0)[0] < 1e-15


def test_an_electric_field_acts_as_beta_times_itself_and_its_longitudinal_part_not_at_all() -> None:
    electric = spin.rest_frame_field(BETA, electric=[0.7, -0.3, 0.2])
    magnetic = spin.rest_frame_field(BETA, magnetic=np.cross([0.7, -0.3, 0.0], BETA))
    assert electric == pytest.approx(magnetic, abs=1e-15)
    assert np.abs(spin.rest_frame_field(BETA, electric=[0, 0, 5.0])).max() == 0


def test_a_longitudinal_field_does_not_flip_and_is_weakened_by_gamma() -> None:
    for gamma in (10.0, 1000.0):
        field = spin.rest_frame_field([0, 0, 1], magnetic=[0, 0, 3.0], gamma=gamma)
        coupling, delta = spin.effective_parameters([0, 0, 1], field, moment=1.0, gamma=gamma)
        assert coupling == 0
        assert delta == pytest.approx(3 / gamma)


def test_coefficients_of_electrons_neutrons_and_protons() -> None:
    # A.rho2_e, A.rho1n_gauss, for mu = 1e-11 mu_B and s^2 = 0.23122; 1 MeV cm^3 -> eV eV^-3
    rho1, rho2 = spin.matter_strength("e", "electron", sin2_theta_w=0.23122)
    natural = 1e6 / (197.32698045930246e-7) ** 3  # MeV cm^3 in eV^-2, with hbar c = 1.97e-5 eV cm
    moment = 1e-11 * 2.96304053924268e-07
    assert rho2 * natural / moment == pytest.approx(-1.39173642290488e-06, rel=1e-8)
    assert rho1 * natural / moment == pytest.approx(2.6789256057e-6, rel=1e-8)
    density = 1e38 * (197.32698045930246e-7) ** 3 / (1e0)
    assert rho1 * natural / moment * density / 0.0195352771227337 == pytest.approx(1.05365998654379e20, rel=1e-8)
    # A4: neutral matter at rest gives V_e = sqrt2 G_F n = 2 (rho_e + rho_p) n
    assert 2 * (rho1 + spin.matter_strength("e", "proton", sin2_theta_w=0.23122)[0]) * 1e38 == pytest.approx(
        12.674008345 * eV, rel=1e-6
    )


def test_transverse_current_alone_needs_a_resonance() -> None:
    # A.transv.E, A.transv.sin2, A.transv.Leff: neutrons, n0 = 1e37 cm^-3, v_perp = 0.1, gamma = 1e7
    rho1, _ = spin.matter_strength("e", "neutron")
    field = spin.matter_field([0, 0, 1], density=1e37, velocity=[0.1, 0, 0], rho1=rho1, gamma=1e7)
    coupling, delta = spin.effective_parameters([0, 0, 1], field, moment=1.0, gamma=1e7)
    assert coupling == pytest.approx(3.18446441442951e-09 * eV, rel=1e-8)
    assert coupling**2 / (coupling**2 + delta**2) == pytest.approx(1e-16, rel=1e-6)
    length = np.pi / coupling * 197.32698045930246e-13 * cm
    assert length == pytest.approx(194.670409679255 * m, rel=1e-8)


def test_pure_precession_has_the_reference_length_and_probability() -> None:
    # A.prec.*: mu = 1e-11 mu_B, B = 1e12 G
    energy = 1e-11 * 5.7883818060e-15 * 1e12 / (197.32698045930246e-13)
    assert energy * 197.32698045930246e-13 == pytest.approx(5.788381806e-08 * eV, rel=1e-9)
    assert np.pi / energy == pytest.approx(10.7097460558565 * m, rel=1e-9)
    p = spin.transition_probability(1 * m, coupling=energy, splitting=0.0)
    assert p == pytest.approx(0.0836081726699806, rel=1e-9)


@pytest.mark.parametrize("antineutrino", [False, True])
def test_the_flavour_engine_and_the_spin_equation_agree_on_one_neutrino_in_a_moving_medium(antineutrino: bool) -> None:
    # one massive Dirac neutrino near the resonance of a longitudinal field and a potential, flipped by field and current together
    mixing = TwoFlavours(sin2_theta=0.0, dm2=0.0, lightest_mass=0.3)
    matter: Keywords = {"velocity": [0.3, -0.2, 0.4], "polarisation": [0.1, 0.5, -0.3], "density": 1e30}
    n, gamma, unit, mu = [0, 0, 1], 1e4, 197.32698045930246e-13, 1e-11
    precession = mu * 5.788381806e-15
    rho1, rho2 = spin.matter_strength("e", "electron", sin2_theta_w=0.23122)
    current = spin.matter_field(n, **matter, rho1=rho1, rho2=rho2, gamma=gamma)
    field = 1.5 * np.exp(0.6j) * (current[0] + 1j * current[1]) / (gamma * precession)
    along = -current[2] / precession + 0.7 * abs(field) * gamma
    length = 0.8 * np.pi / (precession * abs(field)) * unit
    if antineutrino:  # its moment is the opposite one, its spin in the current the same
        field, along, mu, precession = -field, -along, -mu, -precession
    medium = Medium(
        length,
        electron_density=matter["density"],
        proton_density=0.0,
        velocity=matter["velocity"],
        polarisation=matter["polarisation"],
        magnetic_field=field,
        longitudinal_field=along,
    )
    vertex = Vertex("dirac", magnetic=np.diag([abs(mu), 0]))
    evolution = propagate(gamma * 0.3, medium, mixing, vertex, sin2_theta_w=0.23122, antineutrino=antineutrino)
    magnetic = precession * spin.rest_frame_field(n, magnetic=[field.real, field.imag, along], gamma=gamma)
    coupling, delta = spin.effective_parameters(n, (current + magnetic) / unit, moment=1.0, gamma=gamma)
    p = spin.transition_probability(length, coupling=coupling, splitting=2 * delta)
    assert p > 0.01
    assert evolution.probabilities[0, 2] == pytest.approx(p, rel=1e-3)
    # without the current, or with its other sign, the answer is another one
    assert abs(np.sin(0.8 * np.pi) ** 2 - p) > 0.05


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: spin.matter_field([0, 0, 1.0], density=1, rho1=1), "below 1"),
        (lambda: spin.matter_field(BETA, density=-1, rho1=1), "density must not be negative"),
        (lambda: spin.matter_field(BETA, density=1, rho1=1, velocity=[0, 0, 1]), "velocity"),
        (lambda: spin.matter_field(BETA, density=1, rho1=1, polarisation=[1, 1, 0]), "polarisation"),
        (lambda: spin.matter_field([0, 0], density=1, rho1=1), "three components"),
        (lambda: spin.precess([0, 0, 2], [0, 0, 1], 1.0, moment=1), "length 1"),
        (lambda: spin.precess([0, 0, 1], [0, 0, 1], [2.0, 1.0], moment=1), "rise"),
        (lambda: spin.matter_strength("e", "muon"), "fermion"),
        (lambda: spin.transition_probability(np.nan, coupling=1, splitting=1), "finite"),
    ],
)
def test_wrong_input_is_refused(call: Callable[..., object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_splitting_is_the_difference_of_the_diagonal_everywhere() -> None:
    x = np.linspace(0.1, 4, 7)
    both = [
        route(x, coupling=0.7, splitting=1.9) for route in (spin.transition_probability, two_level.flip_probability)
    ]
    assert both[0] == pytest.approx(both[1], rel=1e-14)
    h = np.array([[0.95, 0.7], [0.7, -0.95]])
    assert both[0] == pytest.approx([abs(evolve(h, first, [1, 0]).state[1]) ** 2 for first in x], abs=1e-12)


def test_no_times_are_one_clear_error() -> None:
    with pytest.raises(ValueError, match="times is empty"):
        spin.precess([0, 0, 1], [1, 0, 0], [], moment=1.0)

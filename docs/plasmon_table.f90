! Energy loss by a neutrino magnetic moment, read from a table that nuem writes, with its derivatives, for a stellar-evolution code.
! Nothing here needs such a code: it compiles alone. Plasmons, pairs and photoneutrinos are interpolated separately, without their steep
! factors; the loss is good to 1e-3 from ten points per decade on, everywhere in the table but in its outermost cells, where it is not given.
module plasmon_table
   use, intrinsic :: ieee_arithmetic, only: ieee_value, ieee_quiet_nan
   implicit none
   integer, parameter :: dp = kind(1d0)
   real(dp), parameter :: ln10 = log(10d0), pi = acos(-1d0)
   real(dp), parameter :: avogadro = 6.02214076d23, mass_in_kelvin = 5.929896d9, mass_per_cm = 2.5896050758d10
   real(dp), parameter :: keV_per_kelvin = 8.617333262d-8
   real(dp), parameter :: growth(4) = [2d0, 0.5d0, 0d0, 1d0]   ! with the number of electrons and positrons
   integer :: n_rho = 0, n_T = 0
   real(dp), allocatable :: log_rho(:), log_T(:), columns(:, :, :)   ! plasmons, omega_p, pairs, photoneutrinos; T, rho
contains

   ! ierr is not zero if the file is missing, cut short or no such table.
   subroutine read_plasmon_table(file, ierr)
      character(len=*), intent(in) :: file
      integer, intent(out) :: ierr
      character(len=300) :: line
      integer :: unit
      n_rho = 0; n_T = 0
      open (newunit=unit, file=file, status='old', action='read', iostat=ierr)
      if (ierr /= 0) return
      do
         read (unit, '(a)', iostat=ierr) line
         if (ierr /= 0 .or. line(1:1) /= '#') exit
      end do
      if (ierr == 0) read (line, *, iostat=ierr) n_rho, n_T
      if (ierr == 0 .and. min(n_rho, n_T) < 4) ierr = -1
      if (ierr == 0) call read_rows(unit, ierr)
      close (unit)
      if (ierr /= 0) n_rho = 0
   end subroutine read_plasmon_table

   subroutine read_rows(unit, ierr)
      integer, intent(in) :: unit
      integer, intent(out) :: ierr
      real(dp) :: n, dn_dx, dn_dy
      integer :: i, j
      if (allocated(columns)) deallocate (log_rho, log_T, columns)
      allocate (log_rho(n_rho), log_T(n_T), columns(n_T, n_rho, 4))
      do i = 1, n_rho
         do j = 1, n_T
            read (unit, *, iostat=ierr) log_rho(i), log_T(j), columns(j, i, :)
            if (ierr /= 0) return
            call particles(log_rho(i), log_T(j), n, dn_dx, dn_dy)
            columns(j, i, :) = columns(j, i, :) - growth*n
         end do
      end do
   end subroutine read_rows

   ! Loss in erg/g/s and its derivatives by T and rho, for rho in g/cm^3, Y_e = zbar/abar, T in K and mu_12 in 1e-12 mu_B.
   ! Outside the table, and in its outermost cells, ierr is -1 and the loss not a number. Cubic convolution: derivatives are continuous.
   subroutine moment_loss(rho, ye, T, mu_12, loss, dloss_dT, dloss_drho, ierr)
      real(dp), intent(in) :: rho, ye, T, mu_12
      real(dp), intent(out) :: loss, dloss_dT, dloss_drho
      integer, intent(out) :: ierr
      real(dp) :: part(4), by_x(4), by_y(4), Q(3), dx(3), dy(3), cold, pairs
      loss = ieee_value(loss, ieee_quiet_nan); dloss_dT = loss; dloss_drho = loss
      call interpolate(log10(rho*ye), log10(T), part, by_x, by_y, ierr)
      if (ierr /= 0) return
      cold = 10**part(2)/(keV_per_kelvin*T)   ! omega_p/T
      pairs = 2*mass_in_kelvin/T
      Q = 10**[part(1) - cold/ln10, part(3) - pairs/ln10, part(4)]
      if (cold > 1) Q(3) = 0
      dx = [by_x(1) - cold*by_x(2), by_x(3), by_x(4)]
      dy = [by_y(1) - cold*(by_y(2) - 1), by_y(3) + pairs, by_y(4)]
      loss = mu_12**2*sum(Q)/rho
      dloss_dT = mu_12**2*sum(Q*dy)/(rho*T)
      dloss_drho = mu_12**2*sum(Q*(dx - 1))/rho**2
   end subroutine moment_loss

   ! The columns at x = log10(rho Y_e) and y = log10(T), and their derivatives; ierr is -1 outside the table.
   subroutine interpolate(x, y, part, by_x, by_y, ierr)
      real(dp), intent(in) :: x, y
      real(dp), intent(out) :: part(4), by_x(4), by_y(4)
      integer, intent(out) :: ierr
      real(dp) :: step_x, step_y, at_x, at_y, u(4), v(4), du(4), dv(4), n, dn_dx, dn_dy
      integer :: i, j, k
      ierr = -1
      if (n_rho < 4) return
      step_x = (log_rho(n_rho) - log_rho(1))/(n_rho - 1)
      step_y = (log_T(n_T) - log_T(1))/(n_T - 1)
      at_x = (x - log_rho(1))/step_x + 1
      at_y = (y - log_T(1))/step_y + 1
      if (.not. (at_x >= 2 .and. at_y >= 2 .and. at_x < n_rho - 1 .and. at_y < n_T - 1)) return
      ierr = 0
      i = floor(at_x); j = floor(at_y)
      call weights(at_x - i, u, du)
      call weights(at_y - j, v, dv)
      call particles(x, y, n, dn_dx, dn_dy)
      do k = 1, 4
         part(k) = dot_product(v, matmul(columns(j - 1:j + 2, i - 1:i + 2, k), u)) + growth(k)*n
         by_x(k) = dot_product(v, matmul(columns(j - 1:j + 2, i - 1:i + 2, k), du))/step_x + growth(k)*dn_dx
         by_y(k) = dot_product(dv, matmul(columns(j - 1:j + 2, i - 1:i + 2, k), u))/step_y + growth(k)*dn_dy
      end do
   end subroutine interpolate

   ! log10 of the electrons and positrons per cm^3 of a dilute gas, near enough, and its derivatives by log10(rho Y_e) and log10(T).
   subroutine particles(x, y, n, dn_dx, dn_dy)
      real(dp), intent(in) :: x, y
      real(dp), intent(out) :: n, dn_dx, dn_dy
      real(dp) :: z, series, slope, net, pairs, share
      z = mass_in_kelvin/10**y
      series = 1 + (15d0/4 + (165d0/32 + 8/pi/z)/z)/z
      slope = -(15d0/4 + (165d0/16 + 24/pi/z)/z)/z**2
      net = avogadro*10**x
      pairs = 2*mass_per_cm**3/pi**2*sqrt(pi/2*series/z**3)*exp(-min(z, 300d0))
      share = 1/(1 + (pairs/net)**2)
      n = log10(net) - log10(share)/2
      dn_dx = share
      dn_dy = (1 - share)*(1.5d0 + z - z*slope/(2*series))
   end subroutine particles

   subroutine weights(t, w, dw)
      real(dp), intent(in) :: t
      real(dp), intent(out) :: w(4), dw(4)
      w = [-t*(1 - t)**2, 2 - 5*t**2 + 3*t**3, t*(1 + 4*t - 3*t**2), -t**2*(1 - t)]/2
      dw = [-(1 - t)*(1 - 3*t), -10*t + 9*t**2, 1 + 8*t - 9*t**2, -2*t + 3*t**2]/2
   end subroutine weights

end module plasmon_table
